import Charging

/// The inside of a simulated meter: what it counts, and what is wrong with it.
struct MeterModel: Sendable {
    private(set) var imported: EnergyCounter
    private(set) var exported = EnergyCounter()
    private(set) var watts: Int64 = 0
    var serialNumber: UInt32
    private var curve = LoadCurve.constant(watts: 0)
    /// Microseconds of the monotonic time.
    private var curveStart: Int64
    private var counted: Int64
    /// Faults still to come, the next first.
    private var faults: [(kind: MeterFault, times: Int)] = []
    private(set) var overrides: [(address: Int, words: [UInt16])] = []

    init(serialNumber: UInt32, wattHours: Int64, at monotonic: Int64) {
        self.serialNumber = serialNumber
        imported = EnergyCounter(milliwattHours: wattHours * 1000)
        curveStart = monotonic
        counted = monotonic
    }

    /// Counts what flowed up to now.
    mutating func advance(to monotonic: Int64) {
        while counted < monotonic {
            let (watts, remaining) = curve.watts(after: counted - curveStart)
            let span = min(remaining ?? .max, monotonic - counted)
            if watts >= 0 {
                imported.add(milliwatts: watts * 1000, microseconds: span)
            } else {
                exported.add(milliwatts: -watts * 1000, microseconds: span)
            }
            counted += span
        }
        watts = curve.watts(after: counted - curveStart).watts
    }

    mutating func play(_ curve: LoadCurve, at monotonic: Int64) {
        advance(to: monotonic)
        self.curve = curve
        curveStart = monotonic
        counted = monotonic
        watts = curve.watts(after: 0).watts
    }

    mutating func setImport(wattHours: Int64) { imported = EnergyCounter(milliwattHours: wattHours * 1000) }

    mutating func override(_ address: UInt16, with words: [UInt16]?) {
        overrides.removeAll { $0.address == Int(address) }
        if let words { overrides.append((Int(address), words)) }
    }

    mutating func inject(_ fault: MeterFault?, times: Int) { inject(fault.map { [($0, times)] } ?? []) }

    mutating func inject(_ row: [(kind: MeterFault, times: Int)]) { faults = row.filter { $0.times > 0 } }

    /// The fault that the next request meets, if any.
    mutating func nextFault() -> MeterFault? {
        guard let current = faults.first else { return nil }
        faults[0].times -= 1
        if faults[0].times == 0 { faults.removeFirst() }
        return current.kind
    }

    var registers: SDM630Registers {
        var registers = SDM630Registers()
        registers.fill(
            watts: watts, importWattHours: imported.milliwattHours / 1000,
            exportWattHours: exported.milliwattHours / 1000, serialNumber: serialNumber)
        for (address, words) in overrides { registers.write(words, at: address) }
        return registers
    }
}

/// What can be wrong with a simulated meter.
package enum MeterFault: Hashable, Sendable {
    /// It hears the request and says nothing.
    case silent
    /// It answers as if it were the next unit.
    case wrongUnit
    case exception(UInt8)
    /// It answers so much later, in real time.
    case late(Duration)
    /// All registers are 0, as after a brown-out.
    case zeros
    /// Every value has its registers the wrong way round.
    case swappedWords
    /// The checksum is wrong; over TCP, the transaction.
    case wrongChecksum
    /// It closes the TCP connection instead of answering; on a serial line it is silent.
    case hangUp
}
