/// The most a station may draw on an EVSE from now on, and what it falls back to by itself when it hears no more.
package struct CurrentLimit: Hashable, Codable, Sendable {
    /// EVSE 0 means every EVSE of the station.
    package var evse: Int
    /// Amperes on each phase; below 6 A means a pause.
    package var amperes: ExactDecimal
    /// What the station may draw for ever once it has heard nothing for `fallbackSeconds`, in amperes on each phase.
    package var safeAmperes: ExactDecimal
    package var fallbackSeconds: Int

    package init(evse: Int, amperes: ExactDecimal, safeAmperes: ExactDecimal, fallbackSeconds: Int = 180) {
        self.evse = evse
        self.amperes = amperes
        self.safeAmperes = safeAmperes
        self.fallbackSeconds = fallbackSeconds
    }
}

/// Firmware a station is to fetch and install; with a signature where the station checks one.
package struct FirmwareUpdate: Hashable, Codable, Sendable {
    package var location: String
    package var retrieveAt: Timestamp
    package var installAt: Timestamp?
    /// Base64 of the signature over the image, and the certificate (PEM) that proves it.
    package var signature: String?
    package var signingCertificate: String?
    package var retries: Int?
    package var retryIntervalSeconds: Int?
    package var requestID: Int

    package init(
        location: String, retrieveAt: Timestamp, installAt: Timestamp? = nil, signature: String? = nil,
        signingCertificate: String? = nil, retries: Int? = nil, retryIntervalSeconds: Int? = nil, requestID: Int
    ) {
        self.location = location
        self.retrieveAt = retrieveAt
        self.installAt = installAt
        self.signature = signature
        self.signingCertificate = signingCertificate
        self.retries = retries
        self.retryIntervalSeconds = retryIntervalSeconds
        self.requestID = requestID
    }
}

/// A log a station is to upload.
package struct LogRequest: Hashable, Codable, Sendable {
    package enum Kind: String, Codable, Sendable, CaseIterable {
        case diagnostics = "DiagnosticsLog"
        case security = "SecurityLog"
    }

    package var kind: Kind
    package var location: String
    package var oldest: Timestamp?
    package var latest: Timestamp?
    package var retries: Int?
    package var retryIntervalSeconds: Int?
    package var requestID: Int

    package init(
        kind: Kind, location: String, oldest: Timestamp? = nil, latest: Timestamp? = nil, retries: Int? = nil,
        retryIntervalSeconds: Int? = nil, requestID: Int
    ) {
        self.kind = kind
        self.location = location
        self.oldest = oldest
        self.latest = latest
        self.retries = retries
        self.retryIntervalSeconds = retryIntervalSeconds
        self.requestID = requestID
    }
}

/// How much of its device model a station tells. OCPP 2.0.1, B07.
package enum ReportKind: String, Codable, Sendable, CaseIterable {
    case configuration = "ConfigurationInventory"
    case full = "FullInventory"
    case summary = "SummaryInventory"
}

/// What a certificate in a station is for. OCPP 2.0.1, M05; 1.6 knows the first two.
package enum CertificateUse: String, Codable, Sendable, CaseIterable {
    case csmsRoot = "CSMSRootCertificate"
    case manufacturerRoot = "ManufacturerRootCertificate"
    case v2gRoot = "V2GRootCertificate"
    case moRoot = "MORootCertificate"
}

/// Names a certificate by hashes, as OCPP does (CertificateHashDataType). Hexadecimal digits.
package struct CertificateName: Hashable, Codable, Sendable {
    /// `SHA256`, `SHA384` or `SHA512`.
    package var algorithm: String
    package var issuerName: String
    package var issuerKey: String
    package var serialNumber: String

    package init(algorithm: String, issuerName: String, issuerKey: String, serialNumber: String) {
        self.algorithm = algorithm
        self.issuerName = issuerName
        self.issuerKey = issuerKey
        self.serialNumber = serialNumber
    }
}

/// A station moves to a higher security profile. OCPP 1.6 security white paper, A05; OCPP 2.0.1, A05 and B09.
package struct SecurityProfileChange: Hashable, Codable, Sendable {
    package var profile: Int
    /// Where the station finds this box with that profile; only 2.0.1 is told.
    package var url: String?

    package init(profile: Int, url: String? = nil) {
        self.profile = profile
        self.url = url
    }
}
