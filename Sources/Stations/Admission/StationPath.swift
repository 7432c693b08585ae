package import Charging

/// Finds a station's identity in the path it connects to. OCPP-J 1.6, section 3.1.1.
///
/// The identity is the last part of the path. Installers write the rest in every form there is (another prefix,
/// doubled or trailing slashes, the identity twice), and none of that matters.
package enum StationPath {
    package enum Problem: Error, Hashable, Sendable {
        case noIdentity
        /// Percent signs that encode nothing, or bytes that are no UTF-8.
        case malformed
        /// Longer than 48 characters, which OCPP 2.0.1 allows and 1.6 leaves open.
        case tooLong
        case controlCharacter

        /// As a sentence that says what to do.
        var reason: String {
            switch self {
            case .noIdentity:
                "The path does not end in a station's identity; set it in the station, or write the station's address "
                    + "into its [[station]] block."
            case .malformed: "The station's identity in the path is not properly percent-encoded."
            case .tooLong: "The station's identity is longer than \(StationPath.maximumCharacters) characters."
            case .controlCharacter: "The station's identity has characters that cannot be seen."
            }
        }
    }

    package static let maximumCharacters = 48

    /// The identity in a path that is still percent-encoded. `prefix` alone is no identity.
    package static func identity(in path: String, prefix: String) throws(Problem) -> StationID {
        var parts = path.split(separator: "/")
        let head = prefix.split(separator: "/")
        if parts.starts(with: head, by: { $0.lowercased() == $1.lowercased() }) { parts.removeFirst(head.count) }
        guard let last = parts.last else { throw .noIdentity }
        // Decoded after splitting and only once: an identity may contain %2F and %25.
        guard let identity = decoded(last) else { throw .malformed }
        guard identity.unicodeScalars.count <= maximumCharacters else { throw .tooLong }
        guard identity.unicodeScalars.allSatisfy(isPrintable) else { throw .controlCharacter }
        return StationID(identity)
    }

    private static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(hexDigit), let low = rest.popFirst().flatMap(hexDigit) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        Character(Unicode.Scalar(byte)).hexDigitValue.map { UInt8($0) }
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }
}
