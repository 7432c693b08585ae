package import OCPP

/// Tells a station what its running transaction costs so far. OCPP 2.0.1, functional block I.
package struct CostUpdated: Call, Hashable {
    package typealias Response = Empty
    package static let action = "CostUpdated"
    package var totalCost: DecimalText<6>
    package var transactionId: Text<36>

    package init(totalCost: DecimalText<6>, transactionId: Text<36>) {
        self.totalCost = totalCost
        self.transactionId = transactionId
    }
}
