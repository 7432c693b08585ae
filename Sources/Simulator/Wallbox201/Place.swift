package import Charging
import OCPP
import OCPP201

/// One EVSE of a simulated 2.0.1 wallbox, with its connector and the meter behind it.
struct Place: Sendable {
    let evse: Int
    var meter: SimulatedRegister
    var isPluggedIn = false
    var running: Running?
    var reservation: (id: Int, tag: String, until: Timestamp)?
    var limits: [Int: ChargingCeiling] = [:]

    /// A transaction in progress.
    struct Running: Sendable {
        /// The name the wallbox gave it.
        let name: String
        let tag: String
        let remoteStart: Int?
        /// What the car would draw if it may.
        let demand: Int64
        /// Its place in the books.
        let record: Int
        /// The number of the next message about it.
        var seqNo = 0
        var state = ChargingState.charging
    }

    func status(at moment: Timestamp) -> OCPP201.ConnectorStatus {
        if isPluggedIn { return .occupied }
        return reservation.map { $0.until > moment } == true ? .reserved : .available
    }
}

/// A charging profile as a wallbox follows it: a limit in W for each time.
struct ChargingCeiling: Sendable {
    /// In seconds after `start`, ascending, and in W.
    var periods: [(from: Int64, watts: Int64)]
    var start: Timestamp

    /// A schedule without a start begins at `now`. Three phases of 230 V where it does not say how many.
    init(_ schedule: OCPP201.ChargingSchedule, at now: Timestamp) {
        start = schedule.startSchedule.flatMap { ISO8601($0)?.timestamp } ?? now
        periods = schedule.chargingSchedulePeriod.elements.map { period in
            let limit = period.limit.flatMap { ExactDecimal($0.text) }?.rounded ?? .max / 1024
            let watts = schedule.chargingRateUnit == .a ? limit * 230 * Int64(period.numberPhases ?? 3) : limit
            return (Int64(period.startPeriod), watts)
        }
    }

    func watts(at moment: Timestamp) -> Int64? {
        let second = (moment - start).components.seconds
        return periods.last { $0.from <= second }?.watts
    }
}

extension SimulatedWallbox201 {
    /// One transaction as it really was.
    package struct Charged: Hashable, Sendable {
        package var evse: Int
        package var name: String
        package var tag: String
        /// The register at the start and at the end, in Wh.
        package var startRegister: Int64
        package var stopRegister: Int64?
        package var startedAt: Timestamp
        package var reason: String?
        /// The end was answered, so it must be in the other side's books.
        package var endAcknowledged = false

        /// In Wh; `nil` while it runs.
        package var energy: Int64? { stopRegister.map { $0 - startRegister } }
    }
}
