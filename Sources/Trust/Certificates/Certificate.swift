internal import COpenSSL
internal import Glibc

/// An X.509 certificate as a value: what it says, and the bytes it says it with.
///
/// That it can be read does not make it true; see `CertificateChain`.
package struct Certificate: Hashable, Sendable {
    package let der: [UInt8]
    package let subject: DistinguishedName
    package let issuer: DistinguishedName
    package let serialNumber: SerialNumber
    /// Seconds since 1970.
    package let notBefore: Int64
    package let notAfter: Int64
    package let key: PublicKey
    /// Whether it may issue others.
    package let isAuthority: Bool

    /// More than OCPP's certificate chains take.
    package static let maximumCharacters = 20_000
    private static let maximumInChain = 10

    package init(der: [UInt8]) throws(TrustError) {
        guard der.count <= Self.maximumCharacters else { throw Self.tooLarge }
        let handle = try X509Handle(der: der)
        self.der = der
        subject = unsafe DistinguishedName(borrowing: X509_get_subject_name(handle.pointer))
        issuer = unsafe DistinguishedName(borrowing: X509_get_issuer_name(handle.pointer))
        serialNumber = try unsafe SerialNumber(borrowing: X509_get0_serialNumber(handle.pointer))
        notBefore = try unsafe Self.seconds(X509_get0_notBefore(handle.pointer))
        notAfter = try unsafe Self.seconds(X509_get0_notAfter(handle.pointer))
        key = unsafe PublicKey(borrowing: X509_get0_pubkey(handle.pointer))
        isAuthority = unsafe X509_check_ca(handle.pointer) == 1
        ERR_clear_error()
    }

    /// The one certificate in the text.
    package init(pem: String) throws(TrustError) {
        let chain = try Self.chain(pem: pem)
        guard chain.count == 1, let certificate = chain.first else {
            throw TrustError(
                .malformed, "There are \(chain.count) certificates where one belongs.", hint: "Give only that one.")
        }
        self = certificate
    }

    /// All certificates in the text, at least one, in their order. Anything else in it is an error.
    package static func chain(pem: String) throws(TrustError) -> [Certificate] {
        guard pem.utf8.count <= maximumCharacters else { throw tooLarge }
        guard let blocks = PEM.blocks(pem, limit: maximumInChain), !blocks.isEmpty,
            blocks.allSatisfy({ $0.label == "CERTIFICATE" })
        else {
            throw TrustError(
                .malformed, "The text is not a list of 1 to \(maximumInChain) certificates in PEM form.",
                hint: "It must begin with -----BEGIN CERTIFICATE----- and be whole.")
        }
        var chain: [Certificate] = []
        for block in blocks { chain.append(try Certificate(der: block.der)) }
        return chain
    }

    package var pem: String { PEM.text("CERTIFICATE", der) }

    /// SHA-256 over the whole certificate, in hexadecimal digits.
    package var fingerprint: String { Hex.text(Digest.sha256.hash(der)) }

    private static var tooLarge: TrustError {
        TrustError(
            .tooLarge, "The certificates have more than \(maximumCharacters) characters.",
            hint: "Give only the certificates that belong to this chain.")
    }

    private static func seconds(_ time: UnsafePointer<ASN1_TIME>?) throws(TrustError) -> Int64 {
        var parts = unsafe tm()
        guard unsafe ASN1_TIME_to_tm(time, &parts) == 1 else {
            ERR_clear_error()
            throw TrustError(
                .malformed, "The certificate has a date that cannot be read.", hint: "Have it issued again.")
        }
        return Int64(unsafe timegm(&parts))
    }
}

extension SerialNumber {
    init(borrowing number: UnsafePointer<ASN1_INTEGER>?) throws(TrustError) {
        guard let value = unsafe ASN1_INTEGER_to_BN(number, nil) else { throw .library("read a serial number") }
        defer { unsafe BN_free(value) }
        guard let digits = unsafe BN_bn2hex(value) else { throw .library("read a serial number") }
        defer { unsafe CRYPTO_free(digits, #file, #line) }
        self.init(digits: unsafe String(cString: digits))
    }

    var asn1: UnsafeMutablePointer<ASN1_INTEGER> {
        get throws(TrustError) {
            var value: OpaquePointer?
            guard unsafe BN_hex2bn(&value, hex) > 0 else { throw .library("write a serial number") }
            defer { unsafe BN_free(value) }
            guard let number = unsafe BN_to_ASN1_INTEGER(value, nil) else { throw .library("write a serial number") }
            return unsafe number
        }
    }
}
