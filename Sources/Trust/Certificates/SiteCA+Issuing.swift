internal import COpenSSL

extension SiteCA {
    /// The certificate of this box with its key.
    package struct ServerIdentity: Sendable, CustomStringConvertible {
        package let certificate: Certificate
        /// The certificate, then the site CA's.
        package let chainPEM: String
        /// PKCS #8, not encrypted.
        package let privateKeyPEM: String

        /// Without the key, so that it cannot get into a log by accident.
        package var description: String { "\(certificate.subject) with its private key" }
    }

    /// What a station gets for its signing request.
    package struct StationCertificate: Hashable, Sendable {
        package let certificate: Certificate
        /// For CertificateSigned.
        package let chainPEM: String
    }

    /// `CertificateSigned.certificateChain` of OCPP 1.6 and 2.0.1.
    package static let maximumChainCharacters = 10_000

    /// As long as browsers accept, with the day that it is dated back.
    private static let serverDays: Int64 = 397

    /// Makes a key and a certificate for this box. Older stations need the RSA variant beside the other.
    ///
    /// - Parameter names: the names and addresses by which stations reach it, at least one.
    package func issueServer(
        _ names: [ServerName], key kind: PublicKey.Kind = .ellipticCurve, at now: Int64
    ) throws(TrustError) -> ServerIdentity {
        guard (1...50).contains(names.count), kind != .other else {
            throw TrustError(
                .misuse, "A server certificate needs 1 to 50 names, and an RSA or EC key.",
                hint: "Name the host names and addresses by which stations reach this box.")
        }
        let key = try Key.generate(kind)
        let from = now - Self.backdating
        let draft = try unsafe CertificateDraft.begin(
            serial: try .random(), from: from, until: lastDay(from + Self.serverDays * Self.day),
            publicKey: key.pointer)
        // The names that count are the extension's; X.509 has no room for more than 64 characters here.
        let commonName = names.first { !$0.isAddress && $0.description.utf8.count <= 64 }
        try draft.setSubject([("CN", commonName?.description ?? "Ohmstead")])
        let certificate = try draft.signed(
            by: certificate, self.key,
            [.noAuthority, .keyUse(kind), .serverUse, .names(names), .subjectKey, .authorityKey])
        return ServerIdentity(
            certificate: certificate, chainPEM: certificate.pem + self.certificate.pem, privateKeyPEM: try key.pem)
    }

    /// Signs what a station asked for: its name and its key, and nothing else that stands in the request.
    ///
    /// - Parameter includesRoot: the standard wants only what stands between the station and a root, which here is
    ///   nothing; some stations want the root as well.
    package func sign(
        _ request: SigningRequest, days: Int, serial: SerialNumber, includesRoot: Bool = false, at now: Int64
    ) throws(TrustError) -> StationCertificate {
        guard (1...3650).contains(days) else {
            throw TrustError(
                .misuse, "A station's certificate cannot be good for \(days) days.", hint: "Choose 1 to 3650 days.")
        }
        let handle = try RequestHandle(der: request.der)
        let draft = try unsafe CertificateDraft.begin(
            serial: serial, from: now - Self.backdating, until: lastDay(now + Int64(days) * Self.day),
            publicKey: X509_REQ_get0_pubkey(handle.pointer))
        // The whole subject, since stations compare what they get with what they asked for.
        try unsafe draft.setSubject(X509_REQ_get_subject_name(handle.pointer))
        let certificate = try draft.signed(
            by: certificate, key,
            [.noAuthority, .keyUse(request.key.kind), .clientUse, .subjectKey, .authorityKey])
        let chain = certificate.pem + (includesRoot ? self.certificate.pem : "")
        guard chain.utf8.count <= Self.maximumChainCharacters else {
            throw TrustError(
                .tooLarge, "The certificate has \(chain.utf8.count) characters, and a station takes 10000.",
                hint: "The station must ask with a shorter subject or a smaller key.")
        }
        return StationCertificate(certificate: certificate, chainPEM: chain)
    }

    /// Nothing outlives the authority that vouches for it.
    private func lastDay(_ wanted: Int64) -> Int64 { min(wanted, certificate.notAfter) }
}
