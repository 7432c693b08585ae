import Charging

/// One connector of a simulated wallbox, with the meter behind it.
struct Outlet: Sendable {
    let number: Int
    var meter: SimulatedRegister
    var status = "Available"
    /// The running transaction's place in the truth.
    var transaction: Int?
    /// Set out of use; while it charges, that waits for the end.
    var isInoperative = false
    /// Nobody planned this charge, it was started from afar; so nobody comes to unplug either.
    var isRemote = false

    /// A car may come.
    var isFree: Bool { transaction == nil && !isInoperative && status == "Available" }
    /// A transaction may begin.
    var isReady: Bool { transaction == nil && !isInoperative && ["Available", "Preparing"].contains(status) }
}

/// A meter's register that counts exactly: energy is power times time, kept in watt-microseconds.
struct SimulatedRegister: Sendable {
    private static let perWattHour: Int64 = 3_600_000_000

    private var wattMicroseconds: Int64
    private var moment: Int64
    private(set) var watts: Int64 = 0

    /// `moment` is in microseconds of a monotonic clock.
    init(wattHours: Int64, at moment: Int64) {
        wattMicroseconds = wattHours * Self.perWattHour
        self.moment = moment
    }

    var wattHours: Int64 { wattMicroseconds / Self.perWattHour }

    /// From `moment` on it counts this power.
    mutating func set(watts: Int64, at moment: Int64) {
        advance(to: moment)
        self.watts = watts
    }

    mutating func advance(to moment: Int64) {
        guard moment > self.moment else { return }
        wattMicroseconds += watts * (moment - self.moment)
        self.moment = moment
    }
}
