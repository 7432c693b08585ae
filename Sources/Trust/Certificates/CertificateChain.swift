internal import COpenSSL

/// Whether certificates lead to somebody who is trusted.
package enum CertificateChain {
    package enum Purpose: Hashable, Sendable { case server, client }

    package enum Verdict: Hashable, Sendable {
        case trusted
        /// With libcrypto's reason, such as `certificate has expired`.
        case refused(String)
    }

    /// - Parameters:
    ///   - chain: the certificate in question first, then those between it and a root.
    ///   - roots: who is trusted. A certificate only counts as one when it stands here.
    ///   - revocations: when there are any, every certificate of the chain must be covered by one that is in date.
    ///   - time: seconds since 1970.
    package static func verify(
        _ chain: [Certificate], roots: [Certificate], purpose: Purpose, revocations: [RevocationList] = [],
        at time: Int64
    ) throws(TrustError) -> Verdict {
        guard let leaf = chain.first else { return .refused("there is no certificate") }
        defer { ERR_clear_error() }
        let handle = try X509Handle(leaf)
        guard let store = unsafe X509_STORE_new(), let between = unsafe OPENSSL_sk_new_null(),
            let context = unsafe X509_STORE_CTX_new()
        else { throw .library("verify a certificate") }
        defer {
            unsafe X509_STORE_CTX_free(context)
            unsafe OPENSSL_sk_pop_free(between) { unsafe X509_free(OpaquePointer($0)) }
            unsafe X509_STORE_free(store)
        }
        for root in roots {
            let root = try X509Handle(root)
            try check(unsafe X509_STORE_add_cert(store, root.pointer), "take a root")
        }
        for list in revocations {
            let list = try CRLHandle(der: list.der)
            try check(unsafe X509_STORE_add_crl(store, list.pointer), "take a revocation list")
        }
        for certificate in chain.dropFirst() {
            let handle = try X509Handle(certificate)
            unsafe X509_up_ref(handle.pointer)
            unsafe OPENSSL_sk_push(between, UnsafeRawPointer(handle.pointer))
        }
        try check(unsafe X509_STORE_CTX_init(context, store, handle.pointer, between), "verify a certificate")
        try unsafe set(context, purpose, checksRevocation: !revocations.isEmpty, time)
        if unsafe X509_verify_cert(context) == 1 { return .trusted }
        let code = unsafe X509_STORE_CTX_get_error(context)
        return .refused(unsafe String(cString: X509_verify_cert_error_string(CLong(code))))
    }

    private static func set(
        _ context: OpaquePointer, _ purpose: Purpose, checksRevocation: Bool, _ time: Int64
    ) throws(TrustError) {
        let parameters = unsafe X509_STORE_CTX_get0_param(context)
        let purpose = purpose == .server ? X509_PURPOSE_SSL_SERVER : X509_PURPOSE_SSL_CLIENT
        try check(unsafe X509_VERIFY_PARAM_set_purpose(parameters, purpose), "verify a certificate")
        unsafe X509_VERIFY_PARAM_set_time(parameters, time_t(time))
        unsafe X509_VERIFY_PARAM_set_depth(parameters, 5)
        // 112 bits: RSA from 2048, curves from 224, no SHA-1.
        unsafe X509_VERIFY_PARAM_set_auth_level(parameters, 2)
        guard checksRevocation else { return }
        let flags = CUnsignedLong(X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL)
        try check(unsafe X509_VERIFY_PARAM_set_flags(parameters, flags), "verify a certificate")
    }
}
