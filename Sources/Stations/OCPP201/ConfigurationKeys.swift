import Charging

/// The configuration keys of OCPP 1.6 that a station of OCPP 2.0.1 has as variables, so that one command works for
/// both.
///
/// Left out are those that only look alike: `AuthorizationKey` (a password of another format), lengths of lists (a
/// limit of a variable and not its value) and `NumberOfConnectors` (the number of components).
enum ConfigurationKeys {
    /// The variable that a key means: one of 1.6, or a name as it is written. `nil` where it means none.
    static func variable(_ key: String) -> VariableName? {
        guard let name = VariableName(key) else { return nil }
        if name.component != nil { return name }
        return table[key.lowercased()].flatMap { VariableName($0) }
    }

    /// The key of 1.6 that a variable of 2.0.1 is, by its name as it is written. `nil` where there is none.
    static func key(_ variable: String) -> String? { keys[variable.lowercased()] }

    /// What 1.6 calls a value that has another word in 2.0.1.
    static func value(_ value: String, from words: Words, of key: String) -> String {
        guard key.lowercased() == "chargingscheduleallowedchargingrateunit" else { return value }
        return value.split(separator: ",").map { word in
            switch (words, word.trimmingPrefix(while: \.isWhitespace)) {
            case (.ocpp16, "Current"): "A"
            case (.ocpp16, "Power"): "W"
            case (.ocpp201, "A"): "Current"
            case (.ocpp201, "W"): "Power"
            default: String(word)
            }
        }.joined(separator: ",")
    }

    enum Words { case ocpp16, ocpp201 }

    private static let table: [String: String] = {
        var table: [String: String] = [:]
        for (key, variable) in pairs { table[key.lowercased()] = variable }
        return table
    }()

    private static let keys = Dictionary(
        pairs.map { key, variable in (variable.lowercased(), key) }, uniquingKeysWith: { first, _ in first })

    private static let pairs = [
        // Communication
        ("HeartbeatInterval", "OCPPCommCtrlr.HeartbeatInterval"),
        ("WebSocketPingInterval", "OCPPCommCtrlr.WebSocketPingInterval"),
        ("TransactionMessageAttempts", "OCPPCommCtrlr.MessageAttempts[TransactionEvent]"),
        ("TransactionMessageRetryInterval", "OCPPCommCtrlr.MessageAttemptInterval[TransactionEvent]"),
        ("MessageTimeout", "OCPPCommCtrlr.MessageTimeout[Default]"),
        ("ResetRetries", "OCPPCommCtrlr.ResetRetries"),
        ("UnlockConnectorOnEVSideDisconnect", "OCPPCommCtrlr.UnlockOnEVSideDisconnect"),
        // Transactions
        ("ConnectionTimeOut", "TxCtrlr.EVConnectionTimeOut"),
        ("StopTransactionOnEVSideDisconnect", "TxCtrlr.StopTxOnEVSideDisconnect"),
        ("StopTransactionOnInvalidId", "TxCtrlr.StopTxOnInvalidId"),
        ("MaxEnergyOnInvalidId", "TxCtrlr.MaxEnergyOnInvalidId"),
        // Metering
        ("MeterValueSampleInterval", "SampledDataCtrlr.TxUpdatedInterval"),
        ("MeterValuesSampledData", "SampledDataCtrlr.TxUpdatedMeasurands"),
        ("StopTxnSampledData", "SampledDataCtrlr.TxEndedMeasurands"),
        ("ClockAlignedDataInterval", "AlignedDataCtrlr.Interval"),
        ("MeterValuesAlignedData", "AlignedDataCtrlr.Measurands"),
        ("StopTxnAlignedData", "AlignedDataCtrlr.TxEndedMeasurands"),
        // Authorization
        ("LocalAuthorizeOffline", "AuthCtrlr.LocalAuthorizeOffline"),
        ("LocalPreAuthorize", "AuthCtrlr.LocalPreAuthorize"),
        ("AuthorizeRemoteTxRequests", "AuthCtrlr.AuthorizeRemoteStart"),
        ("AllowOfflineTxForUnknownId", "AuthCtrlr.OfflineTxForUnknownIdEnabled"),
        ("AuthorizationCacheEnabled", "AuthCacheCtrlr.Enabled"),
        ("LocalAuthListEnabled", "LocalAuthListCtrlr.Enabled"),
        ("SendLocalListMaxLength", "LocalAuthListCtrlr.ItemsPerMessage"),
        // Reservations
        ("ReserveConnectorZeroSupported", "ReservationCtrlr.NonEvseSpecific"),
        // Smart charging
        ("ChargeProfileMaxStackLevel", "SmartChargingCtrlr.ProfileStackLevel"),
        ("ChargingScheduleAllowedChargingRateUnit", "SmartChargingCtrlr.RateUnit"),
        ("ChargingScheduleMaxPeriods", "SmartChargingCtrlr.PeriodsPerSchedule"),
        ("ConnectorSwitch3to1PhaseSupported", "SmartChargingCtrlr.Phases3to1"),
        // Security
        ("SecurityProfile", "SecurityCtrlr.SecurityProfile"),
        ("CpoName", "SecurityCtrlr.OrganizationName"),
        ("CertificateStoreMaxLength", "SecurityCtrlr.CertificateEntries"),
        ("CertificateSignedMaxChainSize", "SecurityCtrlr.MaxCertificateChainSize"),
        ("AdditionalRootCertificateCheck", "SecurityCtrlr.AdditionalRootCertificateCheck"),
    ]
}
