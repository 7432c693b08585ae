/// How a station proves that it is who it says.
package enum Credentials: Sendable {
    /// Security profile 0: not at all. A header that comes all the same is not looked at.
    case none
    /// Security profile 1: HTTP Basic with the identity as user name.
    case password(Password)
}

/// The password of a station: plain text, or its AuthorizationKey in hexadecimal digits.
///
/// Stations send it in three ways (the characters as they stand, the bytes behind the digits, the digits in the other
/// case), and which one is not known before they do, so each of them opens.
package struct Password: Sendable, CustomStringConvertible {
    private let literal: [UInt8]
    /// The bytes behind the digits.
    private let key: [UInt8]?

    package init(_ text: String) {
        literal = Array(text.utf8)
        key = Self.bytes(hex: text)
    }

    package var description: String { "(a password)" }

    /// Takes the same time whether the first or the last byte is wrong.
    package func matches(_ offered: [UInt8]) -> Bool {
        var opens = Self.areEqual(offered, literal)
        if let key {
            opens = Self.areEqual(offered, key) || opens
            opens = Self.areEqual(offered.map(Self.lowercased), literal.map(Self.lowercased)) || opens
        }
        return opens
    }

    private static func areEqual(_ offered: [UInt8], _ expected: [UInt8]) -> Bool {
        guard offered.count == expected.count else { return false }
        return zip(offered, expected).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
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

extension Credentials {
    /// Whether this header opens for the station. The identity in the URL is the authority; the user name may be left
    /// empty or differ in case, as it does on some stations.
    func accept(_ header: String?, for identity: String) -> Bool {
        switch self {
        case .none: return true
        case .password(let password):
            guard let basic = header.flatMap(BasicHeader.init) else { return false }
            let user = String(decoding: basic.user, as: UTF8.self)
            return password.matches(basic.password) && (user.isEmpty || user.lowercased() == identity.lowercased())
        }
    }
}
