import Charging
import OCPP
import OCPP201

// The site's words in those of OCPP 2. Its lists are closed: what a station said in a word of its own is left out, or
// told by the word that comes nearest.

extension Word {
    /// `nil` where nothing was told, or no word of the list.
    fileprivate init?(_ word: String?, of list: Set<String>) {
        guard let word, list.contains(word) else { return nil }
        self.init(rawValue: word)
    }
}

private func list(_ words: String) -> Set<String> { Set(words.split(separator: " ").map { String($0) }) }

extension TriggerReason {
    init?(_ word: String?, in dialect: Dialect) {
        self.init(word, of: dialect == .ocpp21 ? Self.words21 : Self.words201)
    }

    private static let words201 = list(
        """
        AbnormalCondition Authorized CablePluggedIn ChargingRateChanged ChargingStateChanged Deauthorized \
        EnergyLimitReached EVCommunicationLost EVConnectTimeout EVDeparted EVDetected MeterValueClock \
        MeterValuePeriodic RemoteStart RemoteStop ResetCommand SignedDataReceived StopAuthorized TimeLimitReached \
        Trigger UnlockCommand
        """)
    private static let words21 = words201.union(
        list(
            """
            CostLimitReached LimitSet OperationModeChanged RunningCost SoCLimitReached TariffChanged TariffNotAccepted \
            TxResumed
            """))

    /// What ended a transaction, by the reason a station gave; `nil` where nobody gave one.
    init(endedBy reason: String?, in dialect: Dialect) {
        self =
            switch reason {
            case "Local", "MasterPass": .stopAuthorized
            case "EVDisconnected": .evDeparted
            case "Remote": .remoteStop
            case "DeAuthorized", "LocalOutOfCredit": .deauthorized
            case "HardReset", "SoftReset", "ImmediateReset": .resetCommand
            case "UnlockCommand": .unlockCommand
            case "EnergyLimitReached": .energyLimitReached
            case "SOCLimitReached": dialect == .ocpp21 ? .soCLimitReached : .energyLimitReached
            case "TimeLimitReached": .timeLimitReached
            case "Timeout": .evConnectTimeout
            case "StoppedByEV", nil: .chargingStateChanged
            default: .abnormalCondition
            }
    }
}

extension StopReason {
    /// `nil` for `Local`, which is what a missing reason means. Nobody's reason is `Other`.
    init?(_ reason: String?, in dialect: Dialect) {
        switch reason {
        case "Local": return nil
        case "HardReset", "SoftReset": self = .immediateReset
        default: self = StopReason(reason, of: dialect == .ocpp21 ? Self.words21 : Self.words201) ?? .other
        }
    }

    private static let words201 = list(
        """
        DeAuthorized EmergencyStop EnergyLimitReached EVDisconnected GroundFault ImmediateReset LocalOutOfCredit \
        MasterPass Other OvercurrentFault PowerLoss PowerQuality Reboot Remote SOCLimitReached StoppedByEV \
        TimeLimitReached Timeout
        """)
    private static let words21 = words201.union(["ReqEnergyTransferRejected"])
}

extension OCPP201.ChargingState {
    init?(_ word: String?) { self.init(word, of: Self.words) }

    private static let words = list("Charging EVConnected SuspendedEV SuspendedEVSE Idle")

    /// What a connector of 1.6 says of the transaction that runs on it; `nil` where it says nothing.
    init?(_ state: ConnectorState) {
        switch state {
        case .charging: self = .charging
        case .suspendedEV: self = .suspendedEV
        case .suspendedEVSE: self = .suspendedEVSE
        default: return nil
        }
    }
}

extension OCPP201.ConnectorStatus {
    init(_ state: ConnectorState) {
        self =
            switch state {
            case .available: .available
            case .preparing, .charging, .suspendedEV, .suspendedEVSE, .finishing, .occupied: .occupied
            case .reserved: .reserved
            case .unavailable: .unavailable
            case .faulted: .faulted
            }
    }
}

extension ReadingContext {
    /// A context of somebody's own is one other than the standard's.
    init?(_ word: String?) {
        guard let word else { return nil }
        self = ReadingContext(word, of: Self.words) ?? .other
    }

    private static let words = list(
        """
        Interruption.Begin Interruption.End Other Sample.Clock Sample.Periodic Transaction.Begin Transaction.End \
        Trigger
        """)
}

extension Measurand {
    init?(_ word: String?, in dialect: Dialect) {
        self.init(word, of: dialect == .ocpp21 ? Self.words21 : Self.words201)
    }

    private static let words201 = list(
        """
        Current.Export Current.Import Current.Offered Energy.Active.Export.Register Energy.Active.Import.Register \
        Energy.Reactive.Export.Register Energy.Reactive.Import.Register Energy.Active.Export.Interval \
        Energy.Active.Import.Interval Energy.Active.Net Energy.Reactive.Export.Interval \
        Energy.Reactive.Import.Interval Energy.Reactive.Net Energy.Apparent.Net Energy.Apparent.Import \
        Energy.Apparent.Export Frequency Power.Active.Export Power.Active.Import Power.Factor Power.Offered \
        Power.Reactive.Export Power.Reactive.Import SoC Voltage
        """)
    private static let words21 = words201.union(
        list(
            """
            Current.Export.Offered Current.Export.Minimum Current.Import.Offered Current.Import.Minimum \
            Display.PresentSOC Display.MinimumSOC Display.TargetSOC Display.MaximumSOC \
            Display.RemainingTimeToMinimumSOC Display.RemainingTimeToTargetSOC Display.RemainingTimeToMaximumSOC \
            Display.ChargingComplete Display.BatteryEnergyCapacity Display.InletHot Energy.Active.Import.CableLoss \
            Energy.Active.Import.LocalGeneration.Register Energy.Active.Setpoint.Interval EnergyRequest.Target \
            EnergyRequest.Minimum EnergyRequest.Maximum EnergyRequest.Minimum.V2X EnergyRequest.Maximum.V2X \
            EnergyRequest.Bulk Power.Active.Setpoint Power.Active.Residual Power.Export.Minimum Power.Export.Offered \
            Power.Import.Offered Power.Import.Minimum Voltage.Minimum Voltage.Maximum
            """))
}

extension Phase {
    init?(_ word: String?) { self.init(word, of: Self.words) }

    private static let words = list("L1 L2 L3 N L1-N L2-N L3-N L1-L2 L2-L3 L3-L1")
}

extension Location {
    init?(_ word: String?, in dialect: Dialect) {
        self.init(word, of: dialect == .ocpp21 ? Self.words21 : Self.words201)
    }

    private static let words201 = list("Body Cable EV Inlet Outlet")
    private static let words21 = words201.union(["Upstream"])
}

extension FirmwareStatus {
    init?(known word: String) { self.init(word, of: Self.words) }

    private static let words = list(
        """
        Downloaded DownloadFailed Downloading DownloadScheduled DownloadPaused Idle InstallationFailed Installing \
        Installed InstallRebooting InstallScheduled InstallVerificationFailed InvalidSignature SignatureVerified
        """)
}

extension UploadLogStatus {
    init?(known word: String) { self.init(word, of: Self.words) }

    private static let words = list(
        """
        BadMessage Idle NotSupportedOperation PermissionDenied Uploaded UploadFailure Uploading AcceptedCanceled
        """)
}

extension Timestamp {
    /// UTC with at most three digits behind the point, as it is sent.
    var rfc3339: String { Timestamp(microseconds: microseconds - microseconds % 1000).description }
}

extension String {
    /// The standard counts code points.
    func limited(to count: Int) -> String {
        unicodeScalars.count <= count ? self : String(String.UnicodeScalarView(unicodeScalars.prefix(count)))
    }

    func fits(_ count: Int) -> Bool { utf8.count <= count || unicodeScalars.count <= count }
}
