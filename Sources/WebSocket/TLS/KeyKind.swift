import NIOSSL

/// The kind of key in a certificate, and who can make something of it.
enum KeyKind: Hashable, Sendable {
    case rsa
    case p256, p384, p521
    case other

    init(_ certificate: NIOSSLCertificate) {
        let key = (try? certificate.extractPublicKey().toSPKIBytes()) ?? []
        self = Self.objects.first { key.firstRange(of: $0.bytes) != nil }?.kind ?? .other
    }

    /// The object identifiers by which a key names its kind.
    private static let objects: [(kind: KeyKind, bytes: [UInt8])] = [
        (.rsa, [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01]),
        (.p256, [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07]),
        (.p384, [0x2B, 0x81, 0x04, 0x00, 0x22]),
        (.p521, [0x2B, 0x81, 0x04, 0x00, 0x23]),
    ]

    /// The signature scheme of TLS 1.3, and the curve, that belong to a key on an elliptic curve.
    private var curve: (scheme: UInt16, group: UInt16)? {
        switch self {
        case .p256: (0x0403, 23)
        case .p384: (0x0503, 24)
        case .p521: (0x0603, 25)
        case .rsa, .other: nil
        }
    }

    /// ECDHE-ECDSA with AES-128-GCM, AES-256-GCM and ChaCha20, of those in `CipherSuites`.
    private static let suites: Set<UInt16> = [0xC02B, 0xC02C, 0xCCA9]
    private static let schemes: Set<UInt16> = [0x0403, 0x0503, 0x0603]

    /// Whether a client can be shown such a certificate. Everybody is taken to know RSA.
    func suits(_ hello: ClientHello) -> Bool {
        guard let curve else { return true }
        // A client of TLS 1.2 that does not name schemes is an old one, which is better off with RSA.
        guard let schemes = hello.signatureSchemes else { return false }
        if hello.versions.contains(0x0304) { return schemes.contains(curve.scheme) }
        return !Self.suites.isDisjoint(with: hello.cipherSuites) && !Self.schemes.isDisjoint(with: schemes)
            && hello.groups?.contains(curve.group) != false
    }
}
