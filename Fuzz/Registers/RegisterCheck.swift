import Charging
import Metering

/// What must hold of whatever stands in a device's registers.
package enum RegisterCheck {
    /// The bytes are registers, the higher byte first. Ends the program where something does not hold.
    package static func run(_ bytes: [UInt8]) {
        let words = stride(from: 0, to: bytes.count - 1, by: 2).map { UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]) }
        for type in RegisterType.allCases where words.count >= type.width {
            let piece = Array(words.prefix(type.width))
            for order in WordOrder.allCases { check(piece, type, order) }
        }
        precondition((RegisterDecoder.text(of: words)?.count ?? 0) <= 2 * words.count)
        precondition(RegisterDecoder.hexadecimal(words).count == 4 * words.count)
    }

    /// A whole number is written back as it was read, and what is told of any number can be read again.
    private static func check(_ words: [UInt16], _ type: RegisterType, _ order: WordOrder) {
        guard let value = RegisterDecoder.value(of: words, type: type, order: order) else { return }
        precondition(ExactDecimal(value.description) == value)
        guard type.isInteger else { return }
        precondition(RegisterEncoder.words(of: value, type: type, order: order) == words)
    }
}
