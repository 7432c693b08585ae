/// Something about a station's security. OCPP 1.6 security white paper, section 4.2; OCPP 2.0.1, A04.
package struct SecurityEvent: Hashable, Codable, Sendable {
    /// `TamperDetectionActivated`, `StartupOfTheDevice`, …; vendors add their own.
    package var type: String
    /// When, by the station's clock.
    package var timestamp: Timestamp?
    package var detail: String?

    package init(type: String, timestamp: Timestamp? = nil, detail: String? = nil) {
        self.type = type
        self.timestamp = timestamp
        self.detail = detail
    }

    /// Events that a person has to look at. The standard calls some others critical, too (2.0.1 Part 2, appendix 1), but
    /// every healthy station starts, restarts and gets new firmware. What vendors add is listed and no alarm, for nobody
    /// here can say what it means.
    private static let alarming: Set<String> = [
        "TamperDetectionActivated", "MemoryExhaustion", "SecurityLogWasCleared", "InvalidFirmwareSignature",
        "InvalidFirmwareSigningCertificate", "AttemptedReplayAttacks", "FailedToAuthenticateAtCsms",
        "FailedToAuthenticateAtCentralSystem", "CsmsFailedToAuthenticate", "CentralSystemFailedToAuthenticate",
        "InvalidCsmsCertificate", "InvalidCentralSystemCertificate", "InvalidChargingStationCertificate",
        "InvalidChargePointCertificate", "InvalidTLSVersion", "InvalidTLSCipherSuite",
    ]

    /// Whether a person has to look at the station.
    package var needsPerson: Bool { Self.alarming.contains(type) }
}

/// A security event, and when it was recorded.
package struct HeardSecurityEvent: Hashable, Codable, Sendable {
    package var event: SecurityEvent
    package var at: Timestamp

    package init(event: SecurityEvent, at: Timestamp) {
        self.event = event
        self.at = at
    }
}

/// A person has seen a station's alarm.
package struct Acknowledgement: Hashable, Codable, Sendable {
    package init() {}
}

extension StationLedger {
    mutating func hear(_ event: SecurityEvent, at moment: Timestamp) {
        let heard = HeardSecurityEvent(event: event, at: moment)
        lastSecurity = heard
        if event.needsPerson { lastAlarm = heard }
    }

    mutating func count(_ correction: Correction) {
        guard lastCorrected != correction.id else { return }
        lastCorrected = correction.id
        corrections = (corrections ?? 0) + 1
    }
}
