/// The first line of a P1 or IEC 62056-21 telegram, `/ISk5MT174-0002`: who speaks, and how fast it can.
package struct Identification: Hashable, Sendable {
    /// Three letters (FLAG association), as they were sent.
    package var manufacturer: String
    /// Says to which speed the meter changes, and in which mode.
    package var speed: Character
    /// The maker's name of the model.
    package var model: String

    /// Takes the line without its CR LF; `nil` when it is no identification.
    package init?(_ line: some Collection<UInt8>) {
        let text = line.map { $0 }
        guard (5...64).contains(text.count), text[0] == UInt8(ascii: "/"),
            text.allSatisfy({ (0x20...0x7E).contains($0) }), text[1...3].allSatisfy(Self.isLetter)
        else { return nil }
        manufacturer = String(decoding: text[1...3], as: UTF8.self)
        speed = Character(Unicode.Scalar(text[4]))
        // A backslash and the character behind it offer other protocols and belong to no name.
        var model = text[5...]
        while model.first == UInt8(ascii: "\\"), model.count >= 2 { model = model.dropFirst(2) }
        self.model = String(decoding: model, as: UTF8.self)
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte & ~0x20) && byte & 0x40 != 0
    }

    /// The meter answers within 20 ms, where the third letter is lower case; else it takes 200 ms.
    package var reactionTime: Duration {
        manufacturer.last?.isLowercase == true ? .milliseconds(20) : .milliseconds(200)
    }
}
