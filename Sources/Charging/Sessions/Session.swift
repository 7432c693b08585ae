/// What a person pays for: from plug-in to plug-out, with the transaction's energy inside.
///
/// One transaction makes one session; where a car stays plugged in through several, their sessions meet without
/// overlapping. While it runs a session is a draft in the ledger; the fact `session.final` carries it out, once.
package struct Session: Hashable, Codable, Sendable {
    package var station: StationID
    package var evse: Int
    /// The transaction's station-facing id, unique in this gateway's record.
    package var transaction: TransactionID
    /// The station's own name for the transaction, where it gives one (OCPP 2.0.1).
    package var name: String?
    /// The id the station's stop carried, where its start was never told; no name of ours.
    package var reportedTransaction: Int64?
    /// Whose tag started it; `nil` where no one told.
    @Sealed package var tag: String?
    package var pluggedIn: Timestamp
    package var started: Timestamp
    /// `nil` while the transaction runs.
    package var stopped: Timestamp?
    /// `nil` until the session is final.
    package var pluggedOut: Timestamp?
    package var stopReason: String?
    /// The energy that counts: the assigned meter's, or else the station's own. `nil` where neither is known.
    package var energy: Energy?
    package var energySource: EnergySource?
    /// The station's own register, in Wh.
    package var stationRegister: RegisterSpan
    /// The assigned meter's registers, in Wh; more than one segment when the meter was reset or exchanged meanwhile.
    package var meterSegments: [MeterSegment]
    package var flags: Set<SessionFlag>
    /// The number of the reservation it used, as the station or the cloud that asked for it knows it.
    package var reservation: Int64?
}

package enum EnergySource: String, Codable, Sendable {
    case meter
    case station
}

/// A register at the beginning and at the end, in watt-hours.
package struct RegisterSpan: Hashable, Codable, Sendable {
    package var start: ExactDecimal?
    package var stop: ExactDecimal?

    package init(start: ExactDecimal? = nil, stop: ExactDecimal? = nil) {
        self.start = start
        self.stop = stop
    }

    /// Whole watt-hours between the two, rounded once; `nil` while one of them is unknown.
    package var energy: Energy? {
        guard let start, let stop, let difference = stop.minus(start) else { return nil }
        return Energy(wattHours: difference.rounded)
    }
}

/// A meter's import register at one moment, in watt-hours.
package struct MeterMark: Hashable, Codable, Sendable {
    package var meter: MeterID
    package var serialNumber: String?
    package var at: Timestamp
    package var register: ExactDecimal

    package init(meter: MeterID, serialNumber: String?, at: Timestamp, register: ExactDecimal) {
        self.meter = meter
        self.serialNumber = serialNumber
        self.at = at
        self.register = register
    }

    /// `nil` where the reading has no import register.
    package init?(_ reading: MeterReading) {
        guard let register = reading[.energyImport] else { return nil }
        self.init(meter: reading.meter, serialNumber: reading.serialNumber, at: reading.at, register: register)
    }
}

/// An unbroken run of one meter's register.
package struct MeterSegment: Hashable, Codable, Sendable {
    package var start: MeterMark
    package var stop: MeterMark

    package init(start: MeterMark, stop: MeterMark) {
        self.start = start
        self.stop = stop
    }
}

/// Something about a session that a person should know before trusting it blindly.
package enum SessionFlag: String, Codable, Sendable, CaseIterable, Comparable {
    /// The start was never told.
    case startUnknown
    /// The stop, or the register at it, was never told; the last known register stands in.
    case stopUnknown
    /// The stop carried no usable id and was matched by being the only one that fits.
    case matchedWithoutID
    /// The station's clock was wrong; the box's times stand in.
    case clockSuspect
    /// The station named no time zone; UTC was assumed.
    case zoneAssumed
    /// The station tells local time as if it were UTC, and its times were put right by as much as its clock was off.
    case zoneCorrected
    /// The box's own clock was not synchronised.
    case clockUntrusted
    /// Derived from a meter, because the wallbox cannot talk.
    case derived
    /// The times are those of the transaction, because plug-in or plug-out was not seen.
    case plugTimesUnknown
    /// The assigned meter gave no register near the start or the end; the station's own counts.
    case meterUnavailable
    /// The assigned meter was silent for a while near the start or the end.
    case meterGap
    /// The assigned meter's register was set back during the session.
    case meterReset
    /// The assigned meter's register passed its largest value during the session.
    case meterRollover
    /// The assigned meter was exchanged during the session.
    case meterExchanged
    /// Two connectors charged at once behind one meter, so the station's own registers count.
    case meterShared
    /// The register at the end is below that at the start.
    case registerBackwards
    /// The station's registers do not fit each other, as where Wh and kWh are confused.
    case unitSuspect
    /// The tag was not accepted, and the transaction went on all the same.
    case unauthorized
    /// Some of the station's numbered messages about the transaction never came.
    case messagesMissing

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
