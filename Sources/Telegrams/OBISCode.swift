import Charging

/// The six numbers of an OBIS code as a telegram writes them, before they name a register.
struct OBISCode: Hashable, Sendable {
    /// The medium: 1 is electricity, 0 the meter itself.
    var a: UInt8
    /// The channel.
    var b: UInt8
    var c: UInt8
    var d: UInt8
    var e: UInt8
    /// Which of the stored values; 255 is the current one.
    var f: UInt8

    init(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8, _ e: UInt8, f: UInt8 = 255) {
        (self.a, self.b, self.c, self.d, self.e, self.f) = (a, b, c, d, e, f)
    }

    /// Reads `1-0:1.8.0*255`, `1.8.0`, `1.8.0*01`, `C.1.0`, `F.F`. What names no medium is electricity.
    init?(_ text: some Collection<UInt8>) {
        var cursor = Cursor(rest: Array(text)[...])
        guard var c = cursor.number() else { return nil }
        var place: (a: UInt8, b: UInt8) = (1, 0)
        if cursor.skip("-") {
            guard let b = cursor.number(), cursor.skip(":"), let third = cursor.number() else { return nil }
            (place, c) = ((c, b), third)
        }
        guard cursor.skip("."), let d = cursor.number(), var e = cursor.skip(".") ? cursor.number() : 0,
            let f = cursor.skip("*") || cursor.skip("&") ? cursor.number() : 255, cursor.rest.isEmpty
        else { return nil }
        // EasyMeter prints the power of this moment as 1.7.255.
        if place.a == 1, d == 7, e == 255 { e = 0 }
        self.init(place.a, place.b, c, d, e, f: f)
    }

    private struct Cursor {
        var rest: ArraySlice<UInt8>

        mutating func skip(_ character: Unicode.Scalar) -> Bool {
            guard rest.first == UInt8(ascii: character) else { return false }
            rest = rest.dropFirst()
            return true
        }

        /// Up to three digits, or the letter that stands for a number (IEC 62056-61).
        mutating func number() -> UInt8? {
            for (letter, number) in Self.letters where skip(letter) { return number }
            let digits = rest.prefix { (0x30...0x39).contains($0) }
            guard (1...3).contains(digits.count) else { return nil }
            rest = rest.dropFirst(digits.count)
            return UInt8(exactly: digits.reduce(0) { $0 * 10 + Int($1 - 0x30) })
        }

        private static let letters: [(Unicode.Scalar, UInt8)] = [("C", 96), ("F", 97), ("L", 98), ("P", 99)]
    }

    /// The code without medium, channel and storage, by which its meaning is recognised.
    var meaning: [UInt8] { [c, d, e] }
    var isCurrent: Bool { f == 255 }
    var register: OBIS { OBIS("\(a)-\(b):\(c).\(d).\(e)") }
}
