/// A message that asks for an answer. The type of the answer hangs off the type of the question.
package protocol Call: Codable, Sendable {
    associatedtype Response: Codable & Sendable
    /// The name on the wire, without `.req`.
    static var action: String { get }
}

/// A message of OCPP 2.1 that nobody answers. OCPP 2.1 Part 4.
package protocol Notice: Codable, Sendable {
    static var action: String { get }
}

/// The answer that says nothing but "taken": `{}`.
package struct Empty: Codable, Hashable, Sendable {
    package init() {}
}
