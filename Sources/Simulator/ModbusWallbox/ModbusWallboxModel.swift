import Charging

/// The inside of a simulated Modbus wallbox: the car, the limit, and the watchdog that falls to a safe current.
struct ModbusWallboxModel: Sendable {
    private(set) var energy: EnergyCounter
    var serialNumber: UInt32
    /// What the car would take on each phase; `nil` where none is plugged in.
    private(set) var carMilliamperes: Int64?
    var tag: UInt32 = 0
    var isEnabled = true
    var limit: Int64
    var failSafe: Int64 = 0
    /// 0 is a watchdog that sleeps.
    var timeoutMilliseconds: Int64
    private(set) var isOnFailSafe = false
    /// Microseconds of the monotonic time.
    private var counted: Int64
    private var heard: Int64

    /// Three phases of 230 V.
    private static let millivolts: Int64 = 690_000

    init(serialNumber: UInt32, wattHours: Int64, limit: Int64, timeoutMilliseconds: Int64, at monotonic: Int64) {
        energy = EnergyCounter(milliwattHours: wattHours * 1000)
        self.serialNumber = serialNumber
        self.limit = limit
        self.timeoutMilliseconds = timeoutMilliseconds
        (counted, heard) = (monotonic, monotonic)
    }

    /// What flows on each phase, in mA.
    var flow: Int64 {
        guard let carMilliamperes, isEnabled, limit >= 6000 else { return 0 }
        return min(carMilliamperes, limit)
    }

    var milliwatts: Int64 { flow * Self.millivolts / 1000 }

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

    /// Somebody asked for something.
    mutating func hear(at monotonic: Int64) { heard = monotonic }

    mutating func set(limit milliamperes: Int64) {
        limit = milliamperes
        isOnFailSafe = false
    }

    mutating func plugIn(milliamperes: Int64, tag: UInt32) {
        carMilliamperes = milliamperes
        self.tag = tag
    }

    mutating func unplug() {
        carMilliamperes = nil
        tag = 0
    }

    mutating func exchange(serialNumber: UInt32, wattHours: Int64) {
        self.serialNumber = serialNumber
        energy = EnergyCounter(milliwattHours: wattHours * 1000)
    }
}
