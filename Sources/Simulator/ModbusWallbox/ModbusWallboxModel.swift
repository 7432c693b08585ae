import Charging

/// The inside of one EVSE of a simulated Modbus wallbox: the car, the limit, and the watchdog that falls to a safe
/// current.
struct ModbusWallboxModel: Sendable {
    private(set) var energy: EnergyCounter
    /// What the counter showed when the car came.
    private var energyBefore: Int64
    /// What the car would take on each phase; `nil` where none is plugged in.
    private(set) var carMilliamperes: Int64?
    var tag: UInt32 = 0
    var isEnabled = true
    var isFaulted = false
    private(set) var limit: Int64
    /// Where nobody says, the least that can be announced to a car.
    var failSafe: Int64 = 6000
    /// 0 is a watchdog that sleeps.
    var timeoutMilliseconds: Int64
    private(set) var isOnFailSafe = false
    /// Microseconds of the monotonic time.
    private var counted: Int64
    private var heard: Int64

    /// The least that can be announced to a car; what steps of 100 W make of 6 A counts as that.
    static let least: Int64 = 5900

    /// Three phases of 230 V.
    private static let millivolts: Int64 = 690_000

    init(wattHours: Int64, limit: Int64, timeoutMilliseconds: Int64, at monotonic: Int64) {
        energy = EnergyCounter(milliwattHours: wattHours * 1000)
        energyBefore = wattHours * 1000
        self.limit = limit
        self.timeoutMilliseconds = timeoutMilliseconds
        (counted, heard) = (monotonic, monotonic)
    }

    /// What flows on each phase, in mA.
    var flow: Int64 {
        guard let carMilliamperes, isEnabled, !isFaulted, limit >= Self.least else { return 0 }
        return min(carMilliamperes, limit)
    }

    var milliwatts: Int64 { flow * Self.millivolts / 1000 }
    var sessionMilliwattHours: Int64 { energy.milliwattHours - energyBefore }

    /// Counts what flowed up to now; on the way the watchdog may have bitten.
    mutating func advance(to monotonic: Int64) {
        let deadline = heard + timeoutMilliseconds * 1000
        if timeoutMilliseconds > 0, !isOnFailSafe, deadline <= monotonic {
            count(to: max(counted, deadline))
            isOnFailSafe = true
            limit = failSafe
        }
        count(to: monotonic)
    }

    private mutating func count(to monotonic: Int64) {
        energy.add(milliwatts: milliwatts, microseconds: max(0, monotonic - counted))
        counted = max(counted, monotonic)
    }

    /// Somebody fed the watchdog.
    mutating func hear(at monotonic: Int64) { heard = monotonic }

    mutating func set(limit milliamperes: Int64) {
        limit = milliamperes
        isOnFailSafe = false
    }

    /// The counter of the session begins anew with the car.
    mutating func plugIn(milliamperes: Int64, tag: UInt32) {
        if carMilliamperes == nil { energyBefore = energy.milliwattHours }
        carMilliamperes = milliamperes
        self.tag = tag
    }

    mutating func unplug() {
        carMilliamperes = nil
        tag = 0
    }

    mutating func exchange(wattHours: Int64) {
        energy = EnergyCounter(milliwattHours: wattHours * 1000)
        energyBefore = energy.milliwattHours
    }
}
