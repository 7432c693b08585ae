internal import COpenSSL

/// A key pair, or the public half of one.
///
/// Shared between threads for signing and reading, which libcrypto allows; nothing here changes a key.
@safe struct Key: ~Copyable, @unchecked Sendable {
    let pointer: OpaquePointer

    init(owning pointer: OpaquePointer) { unsafe self.pointer = pointer }

    deinit { unsafe EVP_PKEY_free(pointer) }
}

/// A certificate as libcrypto holds it.
@safe struct X509Handle: ~Copyable {
    let pointer: OpaquePointer

    init(owning pointer: OpaquePointer) { unsafe self.pointer = pointer }

    init(_ certificate: Certificate) throws(TrustError) { self = try X509Handle(der: certificate.der) }

    init(der: [UInt8]) throws(TrustError) {
        guard let pointer = unsafe decode(der, { unsafe d2i_X509(nil, $0, $1) }, X509_free) else {
            throw TrustError(
                .malformed, "This is no X.509 certificate.",
                hint: "Give a certificate in PEM form, whole and unchanged.")
        }
        self = unsafe X509Handle(owning: pointer)
    }

    deinit { unsafe X509_free(pointer) }
}

/// A signing request (PKCS #10) as libcrypto holds it.
@safe struct RequestHandle: ~Copyable {
    let pointer: OpaquePointer

    init(der: [UInt8]) throws(TrustError) {
        guard let pointer = unsafe decode(der, { unsafe d2i_X509_REQ(nil, $0, $1) }, X509_REQ_free) else {
            throw TrustError(
                .malformed, "This is no certificate signing request.",
                hint: "The station must send a PKCS #10 request in PEM form.")
        }
        unsafe self.pointer = pointer
    }

    deinit { unsafe X509_REQ_free(pointer) }
}

/// A revocation list as libcrypto holds it.
@safe struct CRLHandle: ~Copyable {
    let pointer: OpaquePointer

    init(owning pointer: OpaquePointer) { unsafe self.pointer = pointer }

    init(der: [UInt8]) throws(TrustError) {
        guard let pointer = unsafe decode(der, { unsafe d2i_X509_CRL(nil, $0, $1) }, X509_CRL_free) else {
            throw TrustError(
                .malformed, "This is no revocation list.",
                hint: "Give a revocation list in PEM form, whole and unchanged.")
        }
        unsafe self.pointer = pointer
    }

    deinit { unsafe X509_CRL_free(pointer) }
}

/// Reads a DER structure that takes up all of the bytes; with something behind it, it is not what it says.
func decode(
    _ der: [UInt8], _ read: (UnsafeMutablePointer<UnsafePointer<UInt8>?>, Int) -> OpaquePointer?,
    _ free: (OpaquePointer?) -> Void
) -> OpaquePointer? {
    defer { ERR_clear_error() }
    return unsafe der.withUnsafeBufferPointer { buffer in
        guard let start = buffer.baseAddress else { return nil }
        var position: UnsafePointer<UInt8>? = unsafe start
        guard let pointer = unsafe read(&position, buffer.count) else { return nil }
        guard unsafe position == start + buffer.count else {
            unsafe free(pointer)
            return nil
        }
        return unsafe pointer
    }
}

/// Writes a DER structure: libcrypto first says how long it is, then fills it in.
func encode(
    _ what: String, _ write: (UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?) -> CInt
) throws(TrustError) -> [UInt8] {
    let count = write(nil)
    guard count > 0 else { throw .library("encode \(what)") }
    var der = [UInt8](repeating: 0, count: Int(count))
    let written = unsafe der.withUnsafeMutableBufferPointer { buffer in
        var position = buffer.baseAddress
        return unsafe write(&position)
    }
    guard written == count else { throw .library("encode \(what)") }
    return der
}
