import OCPP

/// Empties a station's authorization cache. OCPP 1.6, section 5.4.
package struct ClearCache: Call, Hashable {
    package typealias Response = StatusResponse
    package static let action = "ClearCache"

    package init() {}
}
