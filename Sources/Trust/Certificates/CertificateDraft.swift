internal import COpenSSL

/// A certificate being written. It becomes a `Certificate` by being signed.
@safe struct CertificateDraft: ~Copyable {
    private let handle: X509Handle

    private init(handle: consuming X509Handle) { self.handle = handle }

    /// - Parameter publicKey: of whom the certificate is for; the draft takes its own reference.
    static func begin(
        serial: SerialNumber, from notBefore: Int64, until notAfter: Int64, publicKey: OpaquePointer?
    ) throws(TrustError) -> CertificateDraft {
        guard let pointer = unsafe X509_new() else { throw .library("begin a certificate") }
        let draft = unsafe CertificateDraft(handle: X509Handle(owning: pointer))
        let number = try unsafe serial.asn1
        defer { unsafe ASN1_INTEGER_free(number) }
        try check(unsafe X509_set_version(pointer, CLong(2)), "begin a certificate")
        try check(unsafe X509_set_serialNumber(pointer, number), "set a serial number")
        try unsafe setTime(X509_getm_notBefore(pointer), notBefore)
        try unsafe setTime(X509_getm_notAfter(pointer), notAfter)
        try check(unsafe X509_set_pubkey(pointer, publicKey), "set a public key")
        return draft
    }

    /// Writes the subject from its parts; a part may have as many characters as X.509 allows it.
    func setSubject(_ parts: [(label: String, value: String)]) throws(TrustError) {
        let name = try unsafe makeName(parts)
        defer { unsafe X509_NAME_free(name) }
        try unsafe setSubject(name)
    }

    func setSubject(_ name: OpaquePointer?) throws(TrustError) {
        try check(unsafe X509_set_subject_name(handle.pointer, name), "write a name")
    }

    /// For a root, which issues itself.
    consuming func signedBySelf(_ key: borrowing Key, _ extensions: [Extension]) throws(TrustError) -> Certificate {
        try unsafe finish(issuer: handle.pointer, key, extensions)
    }

    consuming func signed(
        by issuer: Certificate, _ key: borrowing Key, _ extensions: [Extension]
    ) throws(TrustError) -> Certificate {
        let issuer = try X509Handle(issuer)
        return try unsafe finish(issuer: issuer.pointer, key, extensions)
    }

    private func finish(
        issuer: OpaquePointer, _ key: borrowing Key, _ extensions: [Extension]
    ) throws(TrustError) -> Certificate {
        try check(
            unsafe X509_set_issuer_name(handle.pointer, X509_get_subject_name(issuer)), "write the name of the issuer")
        var context = unsafe X509V3_CTX()
        unsafe X509V3_set_ctx(&context, issuer, handle.pointer, nil, nil, 0)
        for item in extensions {
            guard let made = unsafe X509V3_EXT_conf_nid(nil, &context, item.nid, item.value) else {
                throw .library("write the extension \(item.value)")
            }
            defer { unsafe X509_EXTENSION_free(made) }
            try check(unsafe X509_add_ext(handle.pointer, made, -1), "add the extension \(item.value)")
        }
        guard unsafe X509_sign(handle.pointer, key.pointer, EVP_sha256()) > 0 else {
            throw .library("sign a certificate")
        }
        let pointer = unsafe handle.pointer
        return try Certificate(der: try unsafe encode("a certificate") { unsafe i2d_X509(pointer, $0) })
    }
}

extension CertificateDraft {
    /// An extension in libcrypto's own notation.
    struct Extension {
        var nid: CInt
        var value: String

        static let authority = Extension(nid: NID_basic_constraints, value: "critical,CA:TRUE,pathlen:0")
        static let noAuthority = Extension(nid: NID_basic_constraints, value: "critical,CA:FALSE")
        static let subjectKey = Extension(nid: NID_subject_key_identifier, value: "hash")
        static let authorityKey = Extension(nid: NID_authority_key_identifier, value: "keyid:always")
        static let serverUse = Extension(nid: NID_ext_key_usage, value: "serverAuth")
        static let clientUse = Extension(nid: NID_ext_key_usage, value: "clientAuth")
        static let authorityKeyUse = Extension(nid: NID_key_usage, value: "critical,keyCertSign,cRLSign")

        /// What TLS does with a key of this kind.
        static func keyUse(_ kind: PublicKey.Kind) -> Extension {
            let uses = kind == .rsa ? "critical,digitalSignature,keyEncipherment" : "critical,digitalSignature"
            return Extension(nid: NID_key_usage, value: uses)
        }

        static func names(_ hosts: [ServerName]) -> Extension {
            Extension(nid: NID_subject_alt_name, value: hosts.map(\.notation).joined(separator: ","))
        }
    }
}

/// A name, which belongs to the caller.
func makeName(_ parts: [(label: String, value: String)]) throws(TrustError) -> OpaquePointer {
    guard let name = unsafe X509_NAME_new() else { throw .library("write a name") }
    for (label, value) in parts {
        let bytes = Array(value.utf8)
        let result = unsafe X509_NAME_add_entry_by_txt(name, label, MBSTRING_FLAG, bytes, CInt(bytes.count), -1, 0)
        do throws(TrustError) {
            try check(result, "write the name \(label)=\(value)")
        } catch {
            unsafe X509_NAME_free(name)
            throw error
        }
    }
    return unsafe name
}

func setTime(_ time: UnsafeMutablePointer<ASN1_TIME>?, _ seconds: Int64) throws(TrustError) {
    guard unsafe ASN1_TIME_set(time, time_t(seconds)) != nil else { throw .library("write a date") }
}
