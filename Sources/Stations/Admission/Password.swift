package import Trust

/// The password of a station as its file holds it: plain text, or its AuthorizationKey in hexadecimal digits.
///
/// Stations send it in three ways (the characters as they stand, the bytes behind the digits, the digits in the other
/// case), and which one is not known before they do, so each of them opens. Kept as marks under a key that this process
/// made up: the text is in a file that the daemon can read anyway, so what a slow hash would cost is not worth it here.
package struct Password: Sendable, CustomStringConvertible {
    private let key: [UInt8]
    private let marks: [[UInt8]]

    package init(_ text: String) {
        let literal = Array(text.utf8)
        // Without random bytes nothing else here is safe either.
        let key = (try? RandomBytes.make(32)) ?? []
        var forms = [[0] + literal]
        if let bytes = Self.bytes(hex: text) { forms += [[0] + bytes, [1] + literal.map(Self.lowercased)] }
        self.key = key
        marks = key.isEmpty ? [] : forms.map { HMACSHA256.mark($0, key: key) }
    }

    package var description: String { "(a password)" }

    /// Takes the same time whether the first or the last byte is wrong.
    package func matches(_ offered: [UInt8]) -> Bool {
        let literal = HMACSHA256.mark([0] + offered, key: key)
        let folded = HMACSHA256.mark([1] + offered.map(Self.lowercased), key: key)
        return marks.reduce(false) { opens, mark in
            let isIt = ConstantTime.areEqual(mark, literal)
            let isFolded = ConstantTime.areEqual(mark, folded)
            return isIt || isFolded || opens
        }
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }

    private static func bytes(hex text: String) -> [UInt8]? {
        let digits = text.compactMap(\.hexDigitValue)
        guard !text.isEmpty, digits.count == text.utf8.count, digits.count.isMultiple(of: 2) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}

/// What a password is measured by.
package enum Secret: Sendable {
    /// It stands in a file as it is; comparing takes microseconds.
    case plain(Password)
    /// Only its slow hash is known; computing takes tens of milliseconds.
    case hashed(PasswordHash)

    /// From the text of a password file, which may hold a hash in place of the password.
    package init(file text: String) {
        self = PasswordHash(text: text).map(Secret.hashed) ?? .plain(Password(text))
    }
}
