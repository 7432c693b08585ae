/// What people and clouds settled for the site while it ran; it stands in the journal and not in the file.
package struct Settled: Equatable, Codable, Sendable {
    package internal(set) var localList = LocalList()
    package internal(set) var cache = AuthorizationCache()
    package internal(set) var reservations = ReservationBook()
    package internal(set) var credentials: [StationID: StationCredentials] = [:]
    /// The newest last.
    package internal(set) var certificates: [StationID: [StationCertificate]] = [:]

    /// Certificates remembered of one station that were not revoked.
    package static let mostCertificates = 32

    package init() {}

    /// The tags are not among it: there may be tens of thousands, so whoever keeps this keeps them apart, and changes
    /// only those that change.
    private enum CodingKeys: String, CodingKey {
        case reservations, credentials, certificates
    }

    /// Whom a tag stands for, as far as the site knows.
    package func holder(of told: String?) -> TagHolder? {
        guard let tag = told.flatMap({ Tag($0) }) else { return nil }
        return TagHolder(tag: tag, group: localList[tag]?.group ?? cache.group(of: tag))
    }

    /// Serial numbers that must not connect any more.
    package var revokedSerials: Set<String> {
        Set(certificates.values.joined().filter { $0.revoked != nil }.map(\.serial))
    }

    mutating func take(_ change: CertificateChange, of station: StationID, at moment: Timestamp) {
        var known = certificates[station] ?? []
        switch change {
        case .issued(let certificate):
            known.removeAll { $0.notAfter < moment }
            // A revoked one is remembered until it runs out: one that is forgotten would open the door again.
            if known.count(where: { $0.revoked == nil }) >= Self.mostCertificates,
                let oldest = known.firstIndex(where: { $0.revoked == nil })
            {
                known.remove(at: oldest)
            }
            known.append(certificate)
        case .revoked(let serial):
            for index in known.indices where known[index].serial == serial && known[index].revoked == nil {
                known[index].revoked = moment
            }
        }
        certificates[station] = known
    }
}
