/// What the journal keeps of a certificate that the site CA issued.
package struct IssuedCertificate: Codable, Hashable, Sendable {
    package var serialNumber: SerialNumber
    package var commonName: String?
    package var organisation: String?
    /// Seconds since 1970.
    package var notBefore: Int64
    package var notAfter: Int64
    /// SHA-256 over the whole certificate, in hexadecimal digits.
    package var fingerprint: String

    package init(_ certificate: Certificate) {
        serialNumber = certificate.serialNumber
        commonName = certificate.subject.commonName
        organisation = certificate.subject.organisation
        notBefore = certificate.notBefore
        notAfter = certificate.notAfter
        fingerprint = certificate.fingerprint
    }
}
