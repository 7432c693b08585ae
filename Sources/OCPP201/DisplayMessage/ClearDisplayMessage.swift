import OCPP

/// Removes a message from a station's display. OCPP 2.0.1, functional block O.
///
/// It is answered `Accepted` or `Unknown`.
package struct ClearDisplayMessage: Call, Hashable {
    package typealias Response = StatusResponse
    package static let action = "ClearDisplayMessage"
    package var id: Int

    package init(id: Int) {
        self.id = id
    }
}
