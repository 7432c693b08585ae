package import Charging

/// The certificates of the connection from this box to one CSMS. Those of the stations are another matter: the box
/// ends TLS on both sides, so what secures one leg says nothing about the other.
package protocol LegCertificates: Sendable {
    /// The box asks the CSMS for client certificates.
    var isRenewed: Bool { get }
    /// Takes the certificate the box asked for with a signing request, its own first.
    func deliver(chain: String) async -> LegCertificateOutcome
    /// Trusts one more root for the server of this CSMS.
    func install(root: String) async -> LegCertificateOutcome
    func delete(_ name: CertificateName) async -> LegCertificateOutcome
    /// The roots that may prove the CSMS, as far as they can be told.
    func roots() async -> [CertificateName]
    /// Sends a signing request for a new client certificate.
    func requestCertificate() async
}

/// What became of a certificate.
package enum LegCertificateOutcome: Hashable, Sendable {
    case done
    /// There is none of that name.
    case unknown
    /// It is not taken, or must not go; why, as a sentence.
    case refused(String)
    /// It should have been, and was not; why, as a sentence.
    case failed(String)
}
