import OCPP

/// Asks a station to end a transaction. OCPP 1.6, section 5.12.
package struct RemoteStopTransaction: Call, Hashable {
    package typealias Response = StatusResponse
    package static let action = "RemoteStopTransaction"
    package var transactionId: Int32

    package init(transactionId: Int32) {
        self.transactionId = transactionId
    }
}
