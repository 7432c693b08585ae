internal import COpenSSL

/// The certificate authority of one site: it vouches for this box towards the stations, and for the stations towards
/// this box. Installers put its certificate into stations as the CSMS root.
///
/// It remembers nothing of what it issued: that is the journal's, as `IssuedCertificate`.
package final class SiteCA: Sendable {
    package let certificate: Certificate
    let key: Key

    /// Seconds. The clocks of wallboxes are often wrong, mostly behind.
    static let backdating: Int64 = 86_400
    static let day: Int64 = 86_400
    private static let lifetimeDays: Int64 = 20 * 365 + 5

    init(certificate: Certificate, key: consuming Key) throws(TrustError) {
        let handle = try X509Handle(certificate)
        let belongs = unsafe X509_check_private_key(handle.pointer, key.pointer) == 1
        ERR_clear_error()
        guard belongs, certificate.isAuthority else {
            throw TrustError(
                .unsuitableKey, "The certificate and the key of the site CA do not belong together.",
                hint: "Bring the file of the site CA back from a backup.")
        }
        self.certificate = certificate
        self.key = key
    }

    /// Makes a new authority, which no station knows yet.
    ///
    /// - Parameter site: the name people give the site; what X.509 has no room for is cut off.
    package static func create(site: String, at now: Int64) throws(TrustError) -> SiteCA {
        let key = try Key.generate(.ellipticCurve)
        let draft = try unsafe CertificateDraft.begin(
            serial: try .random(), from: now - backdating, until: now + lifetimeDays * day, publicKey: key.pointer)
        try draft.setSubject([("CN", name(site))])
        let certificate = try draft.signedBySelf(key, [.authority, .authorityKeyUse, .subjectKey, .authorityKey])
        return try SiteCA(certificate: certificate, key: key)
    }

    private static let maximumNameCharacters = 64

    private static func name(_ site: String) -> String {
        let suffix = "Ohmstead site CA"
        let printable = site.unicodeScalars.filter { $0.properties.generalCategory != .control }
        let room = maximumNameCharacters - suffix.count - 1
        let site = String(String.UnicodeScalarView(printable.prefix(room)))
        return site.isEmpty ? suffix : "\(site) \(suffix)"
    }
}
