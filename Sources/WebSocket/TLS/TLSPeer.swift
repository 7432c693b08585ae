import NIOSSL

/// What TLS says of a client.
package struct TLSPeer: Hashable, Sendable {
    /// Such as `TLS 1.3`.
    package var version: String
    /// The certificate the client proved to own, signed by a client CA; `nil` when it showed none.
    package var certificate: ClientCertificate?

    package init(version: String, certificate: ClientCertificate? = nil) {
        self.version = version
        self.certificate = certificate
    }

    /// A client's certificate, as far as anyone asks.
    package struct ClientCertificate: Hashable, Sendable {
        package var commonName: String?
        package var organisation: String?
        /// Lower-case hexadecimal digits, two for each byte.
        package var serialHex: String
        /// The end of its validity, in seconds since 1970.
        package var notAfter: Int64
        /// The whole of it, for fingerprints.
        package var der: [UInt8]

        package init(
            commonName: String?, organisation: String?, serialHex: String, notAfter: Int64 = 0, der: [UInt8] = []
        ) {
            self.commonName = commonName
            self.organisation = organisation
            self.serialHex = serialHex
            self.notAfter = notAfter
            self.der = der
        }
    }
}

extension TLSPeer {
    init(version: TLSVersion?, certificate: NIOSSLCertificate?) {
        self.init(
            version: version.map(Self.name) ?? "TLS", certificate: certificate.map { ClientCertificate($0) })
    }

    private static func name(_ version: TLSVersion) -> String {
        switch version {
        case .tlsv1: "TLS 1.0"
        case .tlsv11: "TLS 1.1"
        case .tlsv12: "TLS 1.2"
        case .tlsv13: "TLS 1.3"
        }
    }
}

extension TLSPeer.ClientCertificate {
    init(_ certificate: NIOSSLCertificate) {
        let subject = certificate.subjectName
        self.init(
            commonName: subject.last { $0.type == .commonName }?.value,
            organisation: subject.last { $0.type == .organization }?.value,
            serialHex: certificate.serialNumber.hex, notAfter: Int64(certificate.notValidAfter),
            der: (try? certificate.toDERBytes()) ?? [])
    }
}

extension [UInt8] {
    fileprivate var hex: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
