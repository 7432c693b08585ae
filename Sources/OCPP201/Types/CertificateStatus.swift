/// Whether the revocation state could be had.
package enum CertificateStatus: String, Codable, Sendable, CaseIterable {
    case accepted = "Accepted"
    case failed = "Failed"
}
