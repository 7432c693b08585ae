package import OCPP

/// Asks a station to end a transaction. OCPP 2.0.1, functional block F.
///
/// It is answered `Accepted` or `Rejected`.
package struct RequestStopTransaction: Call, Hashable {
    package typealias Response = StatusResponse
    package static let action = "RequestStopTransaction"
    package var transactionId: Text<36>

    package init(transactionId: Text<36>) {
        self.transactionId = transactionId
    }
}
