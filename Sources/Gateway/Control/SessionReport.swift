package import Charging

/// A session in a form that programs may rely on; the journal's own may change with its version.
package struct SessionReport: Codable, Hashable, Sendable {
    package var station: StationID
    package var evse: Int
    package var transaction: TransactionID
    package var tag: String?
    package var pluggedIn: Timestamp
    package var started: Timestamp
    /// `nil` while the transaction runs.
    package var stopped: Timestamp?
    /// `nil` until the session is final.
    package var pluggedOut: Timestamp?
    package var stopReason: String?
    /// The energy that counts, in Wh; `nil` where it is not known.
    package var wattHours: Int64?
    package var energySource: EnergySource?
    /// The station's own register, in Wh.
    package var stationRegister: RegisterSpan
    /// The assigned meter's register, in Wh.
    package var meterSegments: [MeterSegment]
    /// What a person should know before trusting it blindly, sorted by name.
    package var flags: [SessionFlag]

    package init(_ session: Session) {
        station = session.station
        evse = session.evse
        transaction = session.transaction
        tag = session.tag
        pluggedIn = session.pluggedIn
        started = session.started
        stopped = session.stopped
        pluggedOut = session.pluggedOut
        stopReason = session.stopReason
        wattHours = session.energy?.wattHours
        energySource = session.energySource
        stationRegister = session.stationRegister
        meterSegments = session.meterSegments
        flags = session.flags.sorted()
    }

    package var isRunning: Bool { stopped == nil }
    package var isFinal: Bool { pluggedOut != nil }
}
