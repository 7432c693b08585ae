/// One value of a variable and what may be done with it.
package struct VariableAttribute: Codable, Hashable, Sendable {
    package var type: AttributeType?
    /// At most 2500 characters.
    package var value: String?
    package var mutability: Mutability?
    package var persistent: Bool?
    package var constant: Bool?

    package init(
        type: AttributeType? = nil, value: String? = nil, mutability: Mutability? = nil, persistent: Bool? = nil,
        constant: Bool? = nil
    ) {
        self.type = type
        self.value = value
        self.mutability = mutability
        self.persistent = persistent
        self.constant = constant
    }
}
