/// What became of a request for a contract certificate.
package enum EVCertificateStatus: String, Codable, Sendable, CaseIterable {
    case accepted = "Accepted"
    case failed = "Failed"
}
