extension SiteCA {
    /// Key and certificate lie in one file, so that a power cut cannot leave one of them with another's partner.
    private static func path(_ directory: String) -> String { directory + "/site-ca.pem" }

    private static let maximumBytes = 20_000

    /// `nil` when no authority was saved in the directory yet.
    package static func load(directory: String) throws(TrustError) -> SiteCA? {
        let path = path(directory)
        guard let bytes = try PrivateFile.read(path, limit: maximumBytes) else { return nil }
        guard let text = String(validating: bytes, as: UTF8.self), let blocks = PEM.blocks(text, limit: 2),
            blocks.map(\.label) == ["PRIVATE KEY", "CERTIFICATE"]
        else { throw PrivateFile.unreadable(path, "it does not hold one private key and one certificate") }
        return try SiteCA(certificate: try Certificate(der: blocks[1].der), key: try Key(der: blocks[0].der))
    }

    /// Puts the authority into the directory, which must exist, in place of another that may be there.
    package func save(directory: String) throws(TrustError) {
        try PrivateFile.replace(Self.path(directory), with: Array((try key.pem + certificate.pem).utf8))
    }

    /// The authority of the directory; a new one when there is none.
    package static func loadOrCreate(directory: String, site: String, at now: Int64) throws(TrustError) -> SiteCA {
        if let authority = try load(directory: directory) { return authority }
        let authority = try create(site: site, at: now)
        try authority.save(directory: directory)
        return authority
    }
}
