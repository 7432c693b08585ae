import OCPP

/// Empties a station's authorization cache. OCPP 2.0.1, functional block C.
///
/// It is answered `Accepted` or `Rejected`.
package struct ClearCache: Call, Hashable {
    package typealias Response = StatusResponse
    package static let action = "ClearCache"

    package init() {}
}
