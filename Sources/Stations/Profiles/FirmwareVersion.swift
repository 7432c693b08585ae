/// A firmware's version as numbers, so that "fixed in 1.8.22" can be decided.
///
/// Stations wrap theirs in all kinds of text (`TAC3Z9119006710273::V1.8.21`, `THOR_11AS-V5.2.4-20230307`). What counts
/// is the first run of numbers with dots between them, and where there is none the first number.
package struct FirmwareVersion: Hashable, Comparable, Sendable {
    /// `1.8.21` is `[1, 8, 21]`; zeros at the end are left out, so that `6` and `6.0` are one version.
    let numbers: [Int]

    /// More text, more parts and longer numbers than any firmware has.
    private static let longestText = 200
    private static let mostNumbers = 8
    private static let mostDigits = 9

    /// `nil` when there is no number in the text.
    package init?(_ text: String) {
        let characters = text.utf8.prefix(Self.longestText)
        let runs = characters.split { !Self.isDigit($0) && $0 != UInt8(ascii: ".") }
            .map { run in run.split(separator: UInt8(ascii: ".")) }.filter { !$0.isEmpty }
        guard let run = runs.first(where: { $0.count > 1 }) ?? runs.first else { return nil }
        var numbers = run.prefix(Self.mostNumbers).map { digits in
            Int(String(decoding: digits.prefix(Self.mostDigits), as: UTF8.self)) ?? 0
        }
        while numbers.last == 0 { numbers.removeLast() }
        self.numbers = numbers
    }

    /// A version as it is written in a profile: nothing but numbers and dots.
    init?(exactly text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= Self.mostNumbers,
            parts.allSatisfy({ !$0.isEmpty && $0.count <= Self.mostDigits && $0.utf8.allSatisfy(Self.isDigit) })
        else { return nil }
        self.init(text)
    }

    package static func < (left: FirmwareVersion, right: FirmwareVersion) -> Bool {
        left.numbers.lexicographicallyPrecedes(right.numbers)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}

/// From which firmware on a quirk is there, and in which it is gone.
struct FirmwareRange: Hashable, Sendable {
    /// The first version that has it.
    var from: FirmwareVersion?
    /// The version that has it no more.
    var before: FirmwareVersion?
    /// The last version known to have it, where it is not known which one has it no more.
    var through: FirmwareVersion?

    var isEverything: Bool { from == nil && before == nil && through == nil }

    /// A station that tells no version is in no range: which of two firmwares it has cannot be guessed.
    func contains(_ version: FirmwareVersion?) -> Bool {
        if isEverything { return true }
        guard let version else { return false }
        return from.map { $0 <= version } ?? true && before.map { version < $0 } ?? true
            && through.map { version <= $0 } ?? true
    }
}
