/// How a station's behaviour differs from the standard, in switches that the driver acts on.
///
/// A switch that is `nil` says that nothing is known: the station is taken to behave as the standard says, and the
/// driver's own settings apply. `docs/quirks.md` has a table of all of them with the stations that need them.
///
/// The first ones concern the handshake, in which a station does not say who made it. They can only follow from what
/// the station of this identity said when it last booted.
package struct StationSwitches: Hashable, Decodable, Sendable {
    // MARK: Connecting

    /// The station sends no `Sec-WebSocket-Protocol`. It is accepted as OCPP 1.6, and no such header is sent back.
    package var missingSubprotocol: Bool?
    /// The one sub-protocol to negotiate, whatever else the station offers; frames of it are expected.
    package var pinSubprotocol: StationDialect?
    /// Over `wss` the station hangs up without a word until a CA file is installed on it. Said to whoever raises its
    /// security profile, and while it does not come back.
    package var needsCAFile: Bool?
    /// So long may the station take to dial in again after a lost connection; nobody is told that it is gone before.
    package var returnAfterSeconds: Int?

    // MARK: Booting and answering

    /// No BootNotification comes after a reconnect, though the station is in order. It counts as accepted, is asked
    /// for one by TriggerMessage after 10 s, and a refusal of that is nothing to report.
    package var missingBootAfterReconnect: Bool?
    /// The answer to a BootNotification is held back for so long, because the station loses one that comes at once.
    package var bootAnswerDelayMilliseconds: Int?
    /// The station takes so long to answer commands; they are waited for accordingly.
    package var answerTimeoutSeconds: Int?

    // MARK: Sessions

    /// RemoteStartTransaction always names a connector: the station rejects one that leaves the choice to it.
    package var nameConnectorOnRemoteStart: Bool?
    /// After a session no other one starts until the cable was unplugged. People are told to, and no remote start is
    /// tried while the connector is `Finishing`.
    package var unplugBeforeNextSession: Bool?
    /// `Finishing` without a session on the connector means that a car was plugged in: it is read as `Preparing`.
    package var finishingWhenPlugged: Bool?
    /// A limit of 0, or one below the smallest current, ends the transaction. To pause means to end it, and to go on
    /// takes a new remote start.
    package var limitZeroEndsTransaction: Bool?

    // MARK: Smart charging

    /// `false`: profiles for connector 0 are rejected; each connector gets its own.
    package var chargingProfileConnectorZero: Bool?
    /// `false`: a ChargePointMaxProfile is rejected, or accepted and not obeyed; TxDefaultProfile and TxProfile are
    /// used in its place.
    package var chargePointMaxProfile: Bool?
    /// The only unit the station takes limits in, whatever its configuration says.
    package var chargingRateUnit: ChargingRateUnit?
    /// No profile with a higher stack level is accepted, whatever `ChargeProfileMaxStackLevel` says.
    package var maxStackLevel: Int?
    /// The only kind of profile the station accepts.
    package var chargingProfileKind: ChargingProfileKind?
    /// `false`: RemoteStartTransaction is refused when it carries a profile; the profile follows by itself once the
    /// transaction runs.
    package var profileInRemoteStart: Bool?
    /// The currents in A that the station can set; it rounds others down, and so does the gateway before it counts on
    /// them.
    package var currentSteps: [Int]?

    // MARK: Configuration

    /// No other measurands may be written into `MeterValuesSampledData`, even if the station would accept them.
    package var allowedMeasurands: [String]?
    /// These measurands may not be written into `MeterValuesSampledData`.
    package var refusedMeasurands: [String]?
    /// `MeterValueSampleInterval` must not be shorter.
    package var shortestSampleIntervalSeconds: Int?
    /// `StopTxnSampledData` and `StopTxnAlignedData` must not be written empty, or signed values are lost.
    package var keepStopMeasurands: Bool?
    /// What the station calls a configuration key of the standard: `{ ConnectionTimeOut = "ConnectionTimeout" }`.
    package var configurationKeyNames: [String: String]?

    // MARK: Metering

    /// Inside a transaction the energy *register* is that of the session and starts at 0; outside it may be the
    /// meter's. The two are not one counter.
    package var registerRestartsAtSession: Bool?
    /// Registers with context `Trigger` are 0 although the meter is not; they are not taken into the books.
    package var triggeredRegisterUnreliable: Bool?
    /// The unit beside an energy may be wrong (kWh called Wh, or the other way round): readings are checked against
    /// `meterStart` and `meterStop`, and flagged where they cannot be reconciled, never silently corrected.
    package var energyUnitSuspect: Bool?
    /// The power does not fit voltage and current; no energy is derived from it.
    package var powerUnreliable: Bool?
    /// The only power, with phase L1, is that of all phases.
    package var powerPhaseIsTotal: Bool?

    // MARK: Time

    /// Times are local and end in `Z` all the same. The offset is learnt by comparing them with the time of receipt at
    /// boots and heartbeats; times are corrected as derived values only, and sessions are flagged.
    package var localTimeWithZ: Bool?

    package init() {}
}

/// The sub-protocols a station can be pinned to.
package enum StationDialect: String, CaseIterable, Codable, Sendable {
    case ocpp16 = "ocpp1.6"
    case ocpp201 = "ocpp2.0.1"
    case ocpp21 = "ocpp2.1"
}

/// In what a charging profile states its limits.
package enum ChargingRateUnit: String, CaseIterable, Codable, Sendable {
    /// A per phase.
    case amperes = "A"
    /// W of all phases.
    case watts = "W"
}

/// How the times of a charging profile are meant.
package enum ChargingProfileKind: String, CaseIterable, Codable, Sendable {
    case absolute = "Absolute"
    case relative = "Relative"
    case recurring = "Recurring"
}
