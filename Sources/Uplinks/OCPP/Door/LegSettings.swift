/// What a CSMS may read and write of the connection to it. Each lane has its own; a station's settings stay the
/// station's.
package struct LegSettings: Sendable {
    private var settings: [LegKey: LegSetting] = [:]

    package init() {}

    package subscript(_ key: LegKey) -> LegSetting? {
        get { settings[key] }
        set { settings[key] = newValue }
    }
}

/// One setting of the connection: how it is read, and how it is written where it may be.
package struct LegSetting: Sendable {
    /// `nil` for what is not told.
    package var read: @Sendable () async -> String?
    /// `nil` for what a CSMS may not change. What comes is within the bounds of its key.
    package var write: (@Sendable (String) async -> LegChange)?

    package init(
        read: @escaping @Sendable () async -> String?, write: (@Sendable (String) async -> LegChange)? = nil
    ) {
        self.read = read
        self.write = write
    }

    package static func fixed(_ value: String?) -> LegSetting { LegSetting(read: { value }) }
}

/// What became of a setting that was to be written.
package enum LegChange: Hashable, Sendable {
    /// It counts; where it needs a new connection, that is made as soon as the answer is sent.
    case accepted
    /// Why, as a sentence.
    case rejected(String)
}

/// A setting that belongs to the connection, whatever the station behind it has under that name.
package enum LegKey: String, Sendable, CaseIterable {
    case heartbeatInterval = "HeartbeatInterval"
    case webSocketPingInterval = "WebSocketPingInterval"
    /// The pace of the values this cloud is told.
    case meterValueSampleInterval = "MeterValueSampleInterval"
    case password = "AuthorizationKey"
    case securityProfile = "SecurityProfile"
    case organisation = "CpoName"
    case messageTimeout = "MessageTimeout"
    case transactionMessageAttempts = "TransactionMessageAttempts"
    case transactionMessageRetryInterval = "TransactionMessageRetryInterval"
    case additionalRootCheck = "AdditionalRootCertificateCheck"
    case certificateChainSize = "CertificateSignedMaxChainSize"
    case certificateStoreLength = "CertificateStoreMaxLength"
    case maximumKeys = "GetConfigurationMaxKeys"
    case connectors = "NumberOfConnectors"
    case profiles = "SupportedFeatureProfiles"

    /// By its name in OCPP 1.6.
    init?(key: String) {
        let lowercased = key.lowercased()
        guard let found = Self.allCases.first(where: { $0.rawValue.lowercased() == lowercased }) else { return nil }
        self = found
    }

    /// By its name in OCPP 2.0.1 as it is written, `Component.Variable[instance]`.
    init?(variable: String) {
        let lowercased = variable.lowercased()
        guard let found = Self.allCases.first(where: { $0.variable?.lowercased() == lowercased }) else { return nil }
        self = found
    }

    /// Its name in OCPP 2.0.1; `nil` for what that version has in another form.
    var variable: String? {
        switch self {
        case .heartbeatInterval: "OCPPCommCtrlr.HeartbeatInterval"
        case .webSocketPingInterval: "OCPPCommCtrlr.WebSocketPingInterval"
        case .meterValueSampleInterval: "SampledDataCtrlr.TxUpdatedInterval"
        case .password: "SecurityCtrlr.BasicAuthPassword"
        case .securityProfile: "SecurityCtrlr.SecurityProfile"
        case .organisation: "SecurityCtrlr.OrganizationName"
        case .messageTimeout: "OCPPCommCtrlr.MessageTimeout[Default]"
        case .transactionMessageAttempts: "OCPPCommCtrlr.MessageAttempts[TransactionEvent]"
        case .transactionMessageRetryInterval: "OCPPCommCtrlr.MessageAttemptInterval[TransactionEvent]"
        case .additionalRootCheck: "SecurityCtrlr.AdditionalRootCertificateCheck"
        case .certificateChainSize: "SecurityCtrlr.MaxCertificateChainSize"
        case .certificateStoreLength: "SecurityCtrlr.CertificateEntries"
        case .maximumKeys, .connectors, .profiles: nil
        }
    }

    /// Components of OCPP 2.0.1 that describe nothing but the connection, and are never asked of the station.
    static let components: Set<String> = ["ocppcommctrlr", "securityctrlr", "devicedatactrlr"]

    /// Nobody is told it.
    var isSecret: Bool { self == .password }

    /// Why a value cannot be taken; `nil` where it can.
    func objection(to value: String) -> String? {
        let range: ClosedRange<Int>
        switch self {
        case .heartbeatInterval: range = 10...86_400
        case .webSocketPingInterval: range = 0...3600
        case .meterValueSampleInterval: range = 0...86_400
        case .password:
            // 1.6 sends 16 to 20 bytes as 40 hexadecimal digits, 2.0.1 a text of 16 to 40 characters.
            let isFit = (16...40).contains(value.utf8.count) && value.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
            return isFit ? nil : "A password has 16 to 40 printable characters; send one of that length."
        default: return nil
        }
        guard let number = Int(value), range.contains(number) else {
            return "\(rawValue) is a number from \(range.lowerBound) to \(range.upperBound); send one of those."
        }
        return nil
    }
}
