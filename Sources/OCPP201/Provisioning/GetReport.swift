package import OCPP

/// Asks a station to report chosen components and variables in NotifyReport messages. OCPP 2.0.1, functional block B.
///
/// It is answered `Accepted`, `Rejected`, `NotSupported` or `EmptyResultSet`.
package struct GetReport: Call, Hashable {
    package typealias Response = StatusResponse
    package static let action = "GetReport"
    package var requestId: Int
    package var componentVariable: [ComponentVariable]?
    package var componentCriteria: List<ComponentCriterion, 4>?

    package init(
        requestId: Int, componentVariable: [ComponentVariable]? = nil,
        componentCriteria: List<ComponentCriterion, 4>? = nil
    ) {
        self.requestId = requestId
        self.componentVariable = componentVariable
        self.componentCriteria = componentCriteria
    }
}
