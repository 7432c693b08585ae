internal import COpenSSL

extension Key {
    static func generate(_ kind: PublicKey.Kind) throws(TrustError) -> Key {
        let (type, what) = kind == .rsa ? (EVP_PKEY_RSA, "an RSA key") : (EVP_PKEY_EC, "an EC key")
        guard let context = unsafe EVP_PKEY_CTX_new_id(type, nil) else { throw .library("make \(what)") }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        try check(unsafe EVP_PKEY_keygen_init(context), "make \(what)")
        if kind == .rsa {
            try check(unsafe EVP_PKEY_CTX_set_rsa_keygen_bits(context, 2048), "make \(what)")
        } else {
            try check(unsafe EVP_PKEY_CTX_set_group_name(context, "P-256"), "make \(what)")
        }
        var pointer: OpaquePointer?
        try check(unsafe EVP_PKEY_generate(context, &pointer), "make \(what)")
        guard let pointer = unsafe pointer else { throw .library("make \(what)") }
        return unsafe Key(owning: pointer)
    }

    init(der: [UInt8]) throws(TrustError) {
        let pointer = unsafe decode(der, { unsafe d2i_AutoPrivateKey(nil, $0, $1) }, { unsafe EVP_PKEY_free($0) })
        guard let pointer = unsafe pointer else {
            throw TrustError(
                .malformed, "This is no private key.", hint: "Bring the file with the key back from a backup.")
        }
        self = unsafe Key(owning: pointer)
    }

    /// PKCS #8, not encrypted.
    var pem: String {
        get throws(TrustError) {
            guard let form = unsafe EVP_PKEY2PKCS8(pointer) else { throw .library("encode a key") }
            defer { unsafe PKCS8_PRIV_KEY_INFO_free(form) }
            return PEM.text("PRIVATE KEY", try unsafe encode("a key") { unsafe i2d_PKCS8_PRIV_KEY_INFO(form, $0) })
        }
    }
}

/// What is known of a public key without using it.
package struct PublicKey: Hashable, Sendable, CustomStringConvertible {
    package enum Kind: String, Hashable, Sendable {
        case rsa = "RSA"
        case ellipticCurve = "EC"
        case other
    }

    package var kind: Kind
    package var bits: Int
    /// The name of the curve, such as `prime256v1`; `nil` for other kinds, and for curves without a name.
    package var curve: String?

    package var description: String { curve.map { "EC \($0)" } ?? "\(kind.rawValue) \(bits)" }

    init(borrowing key: OpaquePointer?) {
        guard let key = unsafe key else {
            (kind, bits) = (.other, 0)
            return
        }
        bits = unsafe Int(EVP_PKEY_get_bits(key))
        switch unsafe EVP_PKEY_get_base_id(key) {
        case EVP_PKEY_RSA: kind = .rsa
        case EVP_PKEY_EC:
            kind = .ellipticCurve
            // A certificate with the curve written out is of no use in TLS, even if it is a curve that has a name.
            var isWrittenOut: CInt = 0
            unsafe EVP_PKEY_get_int_param(key, OSSL_PKEY_PARAM_EC_DECODED_FROM_EXPLICIT_PARAMS, &isWrittenOut)
            guard isWrittenOut == 0 else { break }
            var name = [CChar](repeating: 0, count: 64)
            if unsafe EVP_PKEY_get_group_name(key, &name, name.count, nil) == 1 {
                curve = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
            }
        default: kind = .other
        }
        ERR_clear_error()
    }

    /// The curves that the TLS of this box can use.
    private static let curves: Set = ["secp224r1", "prime256v1", "secp384r1", "secp521r1"]

    /// What the security white paper asks for (RSA from 2048 bits, curves from 224), and not so much that checking a
    /// signature becomes a burden.
    var isSuitable: Bool {
        switch kind {
        case .rsa: (2048...8192).contains(bits)
        case .ellipticCurve: curve.map(Self.curves.contains) ?? false
        case .other: false
        }
    }
}
