package import OCPP

/// How a message gets onto the display.
package struct MessagePriority: Word {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    package static let alwaysFront = MessagePriority(rawValue: "AlwaysFront")
    package static let inFront = MessagePriority(rawValue: "InFront")
    package static let normalCycle = MessagePriority(rawValue: "NormalCycle")

    package static func words(in dialect: Dialect) -> Set<Self>? { [alwaysFront, inFront, normalCycle] }
}
