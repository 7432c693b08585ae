package import Charging

/// A register that tells the model: `[[recognise]]` in a profile. Where there are several, all must hold.
package struct RecognitionRegister: Hashable, Decodable, Sendable {
    package var function: RegisterFunction
    package var address: UInt16
    /// How a number is laid out; a text has none.
    package var type: RegisterType?
    package var wordOrder: WordOrder?
    /// The number is one of these,
    package var values: [Int64]?
    /// or lies between these, both included,
    package var from: ExactDecimal?
    package var to: ExactDecimal?
    /// or the text begins so.
    package var startsWith: String?
    /// How many registers the text takes.
    package var length: UInt8?

    enum CodingKeys: String, CodingKey {
        case function
        case address
        case type
        case wordOrder = "word_order"
        case values
        case from
        case to
        case startsWith = "starts_with"
        case length
    }

    package var block: RegisterBlock {
        RegisterBlock(function: function, address: address, count: type?.width ?? Int(length ?? 0))
    }

    /// Whether what was read is what the model has there.
    package func holds(for words: [UInt16]) -> Bool {
        guard words.count == block.count else { return false }
        if let startsWith { return RegisterDecoder.text(of: words)?.hasPrefix(startsWith) ?? false }
        guard let type, let number = RegisterDecoder.value(of: words, type: type, order: wordOrder ?? .abcd) else {
            return false
        }
        if let values { return values.contains { ExactDecimal($0) == number } }
        return (from.map { $0 <= number } ?? false) && (to.map { number <= $0 } ?? false)
    }
}
