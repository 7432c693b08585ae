/// Something a person or a cloud settles for the site, beside commands to stations.
package enum Settlement: Hashable, Sendable {
    /// The site's list of tags changes.
    case localList(LocalListUpdate)
    /// A cloud said something about a tag.
    case learned(LearnedTag)
    case cacheCleared
    /// The stations' own reservations are made with them first; this one counts from now on.
    case reserved(Reservation)
    case reservationCancelled(id: Int, at: StationID)
    case credentials(StationID, StationCredentials)
    case certificate(StationID, CertificateChange)
    /// A person has seen the station's alarm.
    case acknowledged(StationID)
}

/// What a cloud said about a tag.
package struct LearnedTag: Hashable, Codable, Sendable {
    package var tag: Tag
    package var answer: TagAnswer

    package init(tag: Tag, answer: TagAnswer) {
        self.tag = tag
        self.answer = answer
    }
}

/// A reservation is no more.
package struct EndedReservation: Hashable, Codable, Sendable {
    package var id: Int
    package var end: ReservationEnd
    /// The cloud that asked for it, and does not hear of its end from the station itself.
    package var cloud: UplinkName?
    /// The transaction that used it.
    package var transaction: TransactionID?

    package init(id: Int, end: ReservationEnd, cloud: UplinkName? = nil, transaction: TransactionID? = nil) {
        self.id = id
        self.end = end
        self.cloud = cloud
        self.transaction = transaction
    }
}

/// How a station proves who it is, as settled while the gateway runs; what the file says of a station counts less.
package struct StationCredentials: Hashable, Codable, Sendable {
    /// The least security profile the station may connect with.
    package var securityProfile: Int
    /// The salted hash of its password; the password itself is shown once and kept nowhere.
    package var passwordHash: String?
    /// The new password counts once the station comes with it; until then the old one does, too.
    package var pendingHash: String?
    /// The profile it was told to come back with. Once it has, nothing less is accepted of it.
    package var pendingProfile: Int?
    /// Since when the last of what is pending is.
    package var pendingSince: Timestamp?

    package init(
        securityProfile: Int, passwordHash: String? = nil, pendingHash: String? = nil, pendingProfile: Int? = nil,
        pendingSince: Timestamp? = nil
    ) {
        self.securityProfile = securityProfile
        self.passwordHash = passwordHash
        self.pendingHash = pendingHash
        self.pendingProfile = pendingProfile
        self.pendingSince = pendingSince
    }

    package mutating func expect(profile: Int?, at moment: Timestamp) {
        pendingProfile = profile
        if profile != nil { pendingSince = moment }
        forgetSince()
    }

    package mutating func expect(passwordHash: String, at moment: Timestamp) {
        pendingHash = passwordHash
        pendingSince = moment
    }

    /// The station came with the new password.
    package mutating func confirmPassword() {
        passwordHash = pendingHash
        pendingHash = nil
        // A password that has arrived is asked for.
        securityProfile = max(securityProfile, 1)
        forgetSince()
    }

    /// The station came with what it was told to, or with more.
    package mutating func confirm(profile: Int) {
        securityProfile = max(securityProfile, profile)
        pendingProfile = nil
        forgetSince()
    }

    private mutating func forgetSince() {
        if pendingHash == nil, pendingProfile == nil { pendingSince = nil }
    }
}

/// A certificate of a station was issued, or counts no more.
package enum CertificateChange: Hashable, Codable, Sendable {
    case issued(StationCertificate)
    /// Its serial number, in hexadecimal digits.
    case revoked(serial: String)
}

/// A certificate the site's CA gave to a station.
package struct StationCertificate: Hashable, Codable, Sendable {
    /// In hexadecimal digits.
    package var serial: String
    package var subject: String
    package var notBefore: Timestamp
    package var notAfter: Timestamp
    /// SHA-256 over the certificate, in hexadecimal digits.
    package var fingerprint: String
    package var revoked: Timestamp?

    package init(serial: String, subject: String, notBefore: Timestamp, notAfter: Timestamp, fingerprint: String) {
        self.serial = serial
        self.subject = subject
        self.notBefore = notBefore
        self.notAfter = notAfter
        self.fingerprint = fingerprint
    }
}
