/// A cost of one kind.
package struct Cost: Codable, Hashable, Sendable {
    package var costKind: CostKind
    package var amount: Int
    /// Power of ten, -3 to 3.
    package var amountMultiplier: Int?

    package init(costKind: CostKind, amount: Int, amountMultiplier: Int? = nil) {
        self.costKind = costKind
        self.amount = amount
        self.amountMultiplier = amountMultiplier
    }
}
