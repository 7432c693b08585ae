package import OCPP

/// How hashes are made. OCPP 1.6 security white paper.
package struct HashAlgorithm: Word {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    package static let sha256 = HashAlgorithm(rawValue: "SHA256")
    package static let sha384 = HashAlgorithm(rawValue: "SHA384")
    package static let sha512 = HashAlgorithm(rawValue: "SHA512")

    package static func words(in dialect: Dialect) -> Set<Self>? { [sha256, sha384, sha512] }
}
