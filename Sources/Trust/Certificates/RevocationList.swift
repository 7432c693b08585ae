/// A signed list of the certificates that are no longer good (CRL).
package struct RevocationList: Hashable, Sendable {
    package let der: [UInt8]

    /// Enough for some ten thousand entries.
    private static let maximumBytes = 1 << 20

    package init(der: [UInt8]) throws(TrustError) {
        guard der.count <= Self.maximumBytes else {
            throw TrustError(
                .tooLarge, "The revocation list has more than \(Self.maximumBytes) bytes.",
                hint: "Leave out certificates that have run out by themselves.")
        }
        _ = try CRLHandle(der: der)
        self.der = der
    }

    package init(pem: String) throws(TrustError) {
        guard pem.utf8.count <= 2 * Self.maximumBytes, let blocks = PEM.blocks(pem, limit: 1), let block = blocks.first,
            block.label == "X509 CRL"
        else {
            throw TrustError(
                .malformed, "This is no revocation list in PEM form.",
                hint: "It must begin with -----BEGIN X509 CRL----- and be whole.")
        }
        try self.init(der: block.der)
    }

    package var pem: String { PEM.text("X509 CRL", der) }
}

/// A certificate that is no longer good, and since when.
package struct RevokedCertificate: Codable, Hashable, Sendable {
    package var serialNumber: SerialNumber
    /// Seconds since 1970.
    package var at: Int64

    package init(serialNumber: SerialNumber, at: Int64) {
        self.serialNumber = serialNumber
        self.at = at
    }
}
