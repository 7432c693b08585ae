import Charging
package import StrictTOML

/// A profile of a wallbox as the simulator reads it, with eyes of its own: what the gateway's driver got wrong must not
/// be wrong here in the same way.
package struct WallboxSheet: Decodable, Sendable {
    package var vendor: String
    package var model: String
    package var source: String
    var largestBlock: Int
    var state: [SheetRegister]
    var energy: SheetRegister?
    var sessionEnergy: SheetRegister?
    var limit: SheetRegister
    var enable: SheetRegister?
    var failSafeCurrent: SheetRegister?
    var failSafeTimeout: SheetRegister?
    var watchdog: SheetWatchdog?
    var heartbeat: SheetRegister?
    var serialNumber: SheetRegister?
    var firmware: SheetRegister?
    var modelName: SheetRegister?
    var tag: SheetRegister?
    var value: [SheetRegister]?
    var setup: [SheetRegister]?
    var evses: SheetRepeat?
    var phaseSwitch: SheetRegister?

    enum CodingKeys: String, CodingKey {
        case vendor, model, source, state, energy, limit, enable, watchdog, heartbeat, firmware, tag, value, setup,
            evses
        case largestBlock = "largest_block"
        case sessionEnergy = "session_energy"
        case failSafeCurrent = "fail_safe_current"
        case failSafeTimeout = "fail_safe_timeout"
        case serialNumber = "serial_number"
        case modelName = "model_name"
        case phaseSwitch = "phase_switch"
    }

    package init(path: String) throws(TOMLProblem) { self = try TOMLDocument(path: path).decode(WallboxSheet.self) }

    /// The register that counts energy.
    var counter: SheetRegister { energy ?? sessionEnergy ?? limit }
    package var countsSessions: Bool { energy == nil }
    package var mostEVSEs: Int { evses?.most ?? 1 }
    package var hasTag: Bool { tag != nil }
    package var hasSerialNumber: Bool { serialNumber != nil }
    package var canFault: Bool { state.contains { $0.values?.values.contains("Faulted") == true } }

    /// So many registers at once, or a text that is longer than that.
    func gives(_ count: Int) -> Bool {
        count <= largestBlock || [serialNumber, firmware, modelName, tag].contains { $0?.length == count }
    }

    /// The step in which the energy is counted, in milliwatt-hours, rounded up.
    package var stepMilliwattHours: Int64 {
        let step = counter.fraction
        return Int64((Int128(1000) * step.denominator + step.numerator - 1) / step.numerator)
    }

    /// The watchdog's time when the wallbox is new; 0 is one that sleeps.
    var timeoutMilliseconds: Int64 {
        Int64(watchdog?.seconds ?? (heartbeat.flatMap(\.seconds).map { $0 * 4 } ?? 0)) * 1000
    }
}

/// Any register of a profile: which of the keys it has depends on what it is for.
struct SheetRegister: Decodable, Sendable {
    var function: String
    var address: Int
    var type: String?
    var wordOrder: String?
    var unit: String?
    var scale: ExactDecimal?
    var divisor: Int?
    var length: Int?
    var mask: UInt64?
    var values: [String: String]?
    var measurand: String?
    var phase: String?
    var least: Int?
    var most: Int?
    var pause: Int?
    var phases: Int?
    var full: Int?
    var copies: Int?
    var settleSeconds: Int?
    var readBack: SheetReadBack?
    var on: UInt16?
    var off: UInt16?
    var value: UInt16?
    var seconds: Int?
    var one: UInt16?
    var three: UInt16?

    enum CodingKeys: String, CodingKey {
        case function, address, type, unit, scale, divisor, length, mask, values, measurand, phase, least, most, pause
        case phases, full, copies, on, off, value, seconds, one, three
        case wordOrder = "word_order"
        case settleSeconds = "settle_seconds"
        case readBack = "read_back"
    }

    /// What a number of 1 in `unit` is multiplied by to be the number in the register.
    var fraction: (numerator: Int128, denominator: Int128) {
        let scale = scale ?? ExactDecimal(1)
        let (up, down): (Int128, Int128) =
            switch unit {
            case "kWh", "kW": (1, 1000)
            case "MWh": (1, 1_000_000)
            case "mA", "ms": (1000, 1)
            default: (1, 1)
            }
        let tens = (0..<max(0, scale.scale)).reduce(Int128(1)) { product, _ in product * 10 }
        return (up * tens * Int128(divisor ?? 1), down * Int128(max(1, scale.digits)))
    }
}

struct SheetReadBack: Decodable, Sendable {
    var function: String
    var address: Int
    var type: String
    var wordOrder: String?

    enum CodingKeys: String, CodingKey {
        case function, address, type
        case wordOrder = "word_order"
    }
}

struct SheetWatchdog: Decodable, Sendable {
    var fedBy: String
    var seconds: Int?

    enum CodingKeys: String, CodingKey {
        case seconds
        case fedBy = "fed_by"
    }
}

struct SheetRepeat: Decodable, Sendable {
    var most: Int
    var addressStep: Int?
    var unitStep: Int?

    enum CodingKeys: String, CodingKey {
        case most
        case addressStep = "address_step"
        case unitStep = "unit_step"
    }
}
