package import Charging

/// What a person sees after letting a station in, or giving it a new password.
package struct PasswordReport: Codable, Hashable, Sendable {
    package var station: StationID
    /// Shown once and kept nowhere; `nil` where none is asked for.
    package var password: String?
    /// The least the station must prove from its next connection on.
    package var securityProfile: Int
    /// The station was told the password itself, and answered with this.
    package var stationSaid: String?
    /// What to do next, as sentences.
    package var next: [String]

    package init(
        station: StationID, password: String?, securityProfile: Int, stationSaid: String? = nil, next: [String]
    ) {
        self.station = station
        self.password = password
        self.securityProfile = securityProfile
        self.stationSaid = stationSaid
        self.next = next
    }
}

/// A certificate the site CA made for a station.
package struct CertificateReport: Codable, Hashable, Sendable {
    package var station: StationID
    package var serial: String
    package var subject: String
    package var notBefore: Timestamp
    package var notAfter: Timestamp
    package var revoked: Timestamp?

    init(_ station: StationID, _ certificate: StationCertificate) {
        self.station = station
        serial = certificate.serial
        subject = certificate.subject
        notBefore = certificate.notBefore
        notAfter = certificate.notAfter
        revoked = certificate.revoked
    }
}

/// Who must prove what, and who could not.
package struct SecurityReport: Codable, Hashable, Sendable {
    package var stations: [Station]
    package var listeners: [Listener]
    package var turnedAway: [TurnedAway]

    package struct Station: Codable, Hashable, Sendable {
        package var id: StationID
        /// The least security profile that is accepted.
        package var least: Int
        /// What its connection amounts to; `nil` while it is not connected.
        package var current: Int?
        /// The profile it was told to come back with.
        package var expected: Int?
        /// When it was told so.
        package var expectedSince: Timestamp?
        package var hasPassword: Bool
        package var passwordPending: Bool
        package var blocked: Bool
        /// When its newest certificate ends that was not revoked.
        package var certificateEnds: Timestamp?
    }

    package struct Listener: Codable, Hashable, Sendable {
        package var address: String
        /// The site CA made its certificate.
        package var automatic: Bool
        package var certificateEnds: Timestamp
    }

    /// A handshake that was refused.
    package struct TurnedAway: Codable, Hashable, Sendable {
        package var path: String
        package var address: String
        package var reason: String
        package var at: Timestamp
        package var count: Int
    }
}

/// A step that a station takes on command.
package struct StepReport: Codable, Hashable, Sendable {
    package var station: StationID
    /// The station's own word.
    package var stationSaid: String?
    /// What happens next, as sentences.
    package var next: [String]
}
