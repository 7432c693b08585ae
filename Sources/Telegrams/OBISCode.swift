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

    /// Where it stands without a medium, in the shortest form that meters print.
    private static let shortForm: (a: UInt8, b: UInt8) = (1, 0)

    init(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8, _ e: UInt8, f: UInt8 = 255) {
        (self.a, self.b, self.c, self.d, self.e, self.f) = (a, b, c, d, e, f)
    }

    /// Reads `1-0:1.8.0*255`, `1.8.0`, `1.8.0*01`, `C.1.0`, `F.F`.
    init?(_ text: some Collection<UInt8>) {
        guard text.count <= 24 else { return nil }
        var rest = Substring(decoding: text, as: UTF8.self)
        var place = Self.shortForm
        if let colon = rest.firstIndex(of: ":") {
            let numbers = rest[..<colon].split(separator: "-", omittingEmptySubsequences: false).map { UInt8($0) }
            guard numbers.count == 2, let a = numbers[0], let b = numbers[1] else { return nil }
            place = (a, b)
            rest = rest[colon...].dropFirst()
        }
        var stored: UInt8 = 255
        if let mark = rest.firstIndex(where: { $0 == "*" || $0 == "&" }) {
            guard let number = UInt8(rest[mark...].dropFirst()) else { return nil }
            stored = number
            rest = rest[..<mark]
        }
        let numbers = rest.split(separator: ".", omittingEmptySubsequences: false).map(Self.number)
        guard (2...3).contains(numbers.count), let c = numbers[0], let d = numbers[1] else { return nil }
        guard let e = numbers.count == 3 ? numbers[2] : 0 else { return nil }
        self.init(place.a, place.b, c, d, e, f: stored)
        // EasyMeter prints the power of this moment as 1.7.255.
        if a == 1, d == 7, self.e == 255 { self.e = 0 }
    }

    /// A number, or the letter that stands for one (IEC 62056-61).
    private static func number(_ text: Substring) -> UInt8? {
        switch text {
        case "C": 96
        case "F": 97
        case "L": 98
        case "P": 99
        default: text.first == "+" ? nil : UInt8(text)
        }
    }

    /// The code without medium, channel and storage, by which its meaning is recognised.
    var meaning: [UInt8] { [c, d, e] }
    var isCurrent: Bool { f == 255 }
    var register: OBIS { OBIS("\(a)-\(b):\(c).\(d).\(e)") }
}
