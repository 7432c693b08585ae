/// What a station made of a command.
package struct CommandResult: Hashable, Codable, Sendable {
    /// The station's own word: `Accepted`, `Rejected`, `Scheduled`, `RebootRequired`, `Unlocked`, …
    package var status: String
    package var configuration: [ConfigurationValue]
    package var unknownKeys: [String]
    /// A vendor's answer, or the payload of a `call`'s.
    package var data: String?
    /// Why the station says so, where it gives a reason (OCPP 2.0.1, StatusInfoType).
    package var reason: String?
    package var listVersion: Int?
    package var fileName: String?
    package var schedule: CompositeSchedule?
    package var certificates: [InstalledCertificate]?
    /// What was done in place of what was asked, where a station needed another way.
    package var remark: String?

    package init(
        status: String, configuration: [ConfigurationValue] = [], unknownKeys: [String] = [], data: String? = nil,
        reason: String? = nil
    ) {
        self.status = status
        self.configuration = configuration
        self.unknownKeys = unknownKeys
        self.data = data
        self.reason = reason
    }
}

/// A setting of a station. Write-only settings have no value.
package struct ConfigurationValue: Hashable, Codable, Sendable {
    package var key: String
    package var value: String?
    package var readonly: Bool

    package init(key: String, value: String?, readonly: Bool) {
        self.key = key
        self.value = value
        self.readonly = readonly
    }
}

/// A certificate a station says it has.
package struct InstalledCertificate: Hashable, Codable, Sendable {
    /// `nil` for a use that has no word here.
    package var use: CertificateUse?
    package var name: CertificateName

    package init(use: CertificateUse?, name: CertificateName) {
        self.use = use
        self.name = name
    }
}

/// Why a command has no result.
package enum CommandError: Error, Hashable, Sendable {
    /// No station of that name is known, or it is not connected now.
    case notConnected
    /// It has been connected but its BootNotification is not answered yet.
    case notBooted
    case timedOut
    /// The station answered with an error instead of a result.
    case refused(code: String, description: String)
    /// The station's answer could not be read.
    case unreadable(String)
    /// Too many commands wait for this station already.
    case busy
    /// The connection went away before the answer came.
    case disconnected
    /// The station's protocol has no such command, or not with these details; why, as a sentence.
    case unsupported(String)
}
