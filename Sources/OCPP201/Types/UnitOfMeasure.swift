/// The unit of a sampled value.
package struct UnitOfMeasure: Codable, Hashable, Sendable {
    /// `Wh` where it is absent. At most 20 characters.
    package var unit: String?
    /// Power of ten; 0 where it is absent.
    package var multiplier: Int?

    package init(unit: String? = nil, multiplier: Int? = nil) {
        self.unit = unit
        self.multiplier = multiplier
    }
}
