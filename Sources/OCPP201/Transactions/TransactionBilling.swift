import OCPP

/// What a TransactionEvent of OCPP 2.1 can say of prices besides what 2.0.1 has; nothing here works with it.
package struct TransactionBilling: Decodable, Sendable {
    private struct Info: Decodable {
        var tariffId: OpaqueText?
        var transactionLimit: OpaqueText?
    }

    private var costDetails: OpaqueText?
    private var transactionInfo: Info

    /// It says something.
    package var isTold: Bool {
        costDetails != nil || transactionInfo.tariffId != nil || transactionInfo.transactionLimit != nil
    }
}
