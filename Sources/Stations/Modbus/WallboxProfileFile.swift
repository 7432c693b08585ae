import Charging
import Metering
import StrictTOML

/// A wallbox profile as it stands in its file, and what has to hold beyond the types.
struct WallboxProfileFile: Decodable {
    var vendor: String
    var model: String
    var source: String
    /// How many registers the wallbox gives in one answer.
    var largestBlock: Int
    var state: [StateRegister]
    var energy: NumberRegister
    var limit: SettingRegister
    var enable: SwitchRegister?
    var failSafeCurrent: SettingRegister?
    var failSafeTimeout: SettingRegister?
    var serialNumber: NameRegister?
    var firmware: NameRegister?
    var tag: NameRegister?
    var value: [ValueRegister]?
    var setup: [SwitchRegister]?

    enum CodingKeys: String, CodingKey {
        case vendor, model, source, state, energy, limit, enable, firmware, tag, value, setup
        case largestBlock = "largest_block"
        case failSafeCurrent = "fail_safe_current"
        case failSafeTimeout = "fail_safe_timeout"
        case serialNumber = "serial_number"
    }

    private static let mostStates = 8
    private static let mostValues = 32
    private static let mostSetup = 8

    func problems(in document: TOMLDocument) -> [TOMLProblem] {
        var problems = Problems(document: document)
        problems.check((1...RegisterBlock.largest).contains(largestBlock), ["largest_block"]) {
            "largest_block must be 1 to \(RegisterBlock.largest)"
        }
        problems.check((1...Self.mostStates).contains(state.count), ["state"]) {
            "a profile has 1 to \(Self.mostStates) [[state]] blocks"
        }
        problems.check((value ?? []).count <= Self.mostValues, ["value"]) {
            "a profile has up to \(Self.mostValues) [[value]] blocks"
        }
        problems.check((setup ?? []).count <= Self.mostSetup, ["setup"]) {
            "a profile has up to \(Self.mostSetup) [[setup]] blocks"
        }
        checkReadings(&problems)
        checkSettings(&problems)
        return problems.found
    }

    private func checkReadings(_ problems: inout Problems) {
        for (index, state) in state.enumerated() {
            let path: [TOMLStep] = ["state", .index(index)]
            problems.checkEnd(state.block, path + ["address"])
            for key in state.values.keys.sorted() where Int64(key) == nil {
                problems.add(path + ["values"], "\"\(key)\" is no number a register can hold")
            }
        }
        problems.check(state.contains { $0.values.values.contains(.charging) }, ["state"]) {
            "no [[state]] says when the wallbox is \"Charging\""
        }
        problems.check(state.contains { $0.values.values.contains { $0.isPluggedIn == false } }, ["state"]) {
            "no [[state]] says when the wallbox is \"Available\""
        }
        problems.check(energy.unit.base.unit == "Wh", ["energy", "unit"]) { "energy is in Wh, kWh or MWh" }
        problems.check(energy.scale.map { $0.digits > 0 } ?? true, ["energy", "scale"]) { "scale must be above 0" }
        problems.checkEnd(energy.block, ["energy", "address"])
        for (index, value) in (value ?? []).enumerated() {
            problems.checkEnd(value.register.block, ["value", .index(index), "address"])
        }
        for (key, name) in [("serial_number", serialNumber), ("firmware", firmware), ("tag", tag)] {
            guard let name else { continue }
            let isNumber = name.type == .uint16 || name.type == .uint32
            problems.check(isNumber ? name.length == nil : (1...64).contains(name.width), [.key(key), "type"]) {
                isNumber ? "a number has no length" : "\(name.type.rawValue) needs its length, 1 to 64 registers"
            }
            problems.checkEnd(name.block, [.key(key), "address"])
        }
    }

    private func checkSettings(_ problems: inout Problems) {
        problems.check(setting: limit, isCurrent: true, ["limit"])
        problems.check(setting: failSafeCurrent, isCurrent: true, ["fail_safe_current"])
        problems.check(setting: failSafeTimeout, isCurrent: false, ["fail_safe_timeout"])
        problems.check(enable.map { $0.off != nil } ?? true, ["enable"]) {
            "[enable] needs both numbers, on and off"
        }
        problems.check((failSafeCurrent == nil) == (failSafeTimeout == nil), ["fail_safe_current"]) {
            "a watchdog has both [fail_safe_current] and [fail_safe_timeout]"
        }
    }
}

/// Collects what is wrong with a profile.
private struct Problems {
    let document: TOMLDocument
    private(set) var found: [TOMLProblem] = []

    init(document: TOMLDocument) { self.document = document }

    mutating func add(_ path: [TOMLStep], _ message: String) { found.append(document.problem(at: path, message)) }

    mutating func check(_ holds: Bool, _ path: [TOMLStep], _ message: () -> String) {
        if !holds { add(path, message()) }
    }

    mutating func checkEnd(_ block: RegisterBlock, _ path: [TOMLStep]) {
        check(block.end <= 0x10000, path) { "the value goes past the last register" }
    }

    mutating func check(setting: SettingRegister?, isCurrent: Bool, _ path: [TOMLStep]) {
        guard let setting else { return }
        checkEnd(setting.block, path + ["address"])
        check(setting.unit.isCurrent == isCurrent, path + ["unit"]) {
            isCurrent ? "a current is in A or mA" : "a time is in s or ms"
        }
        check(setting.type != .float32, path + ["type"]) { "a setting is a whole number" }
        check(setting.function == .multiple || setting.type.width == 1, path + ["function"]) {
            "function \"single\" writes one register, and \(setting.type.rawValue) has \(setting.type.width)"
        }
        check(setting.scale.map { $0.digits > 0 } ?? true, path + ["scale"]) { "scale must be above 0" }
        check(0 < setting.least && setting.least <= setting.most && setting.most <= 65_535, path + ["least"]) {
            "least must be above 0, and most not below it nor above 65535"
        }
        // 0 is as good as any number that stands for a pause, but it has to fit.
        check(setting.pause.map { (0...65_535).contains($0) } ?? true, path + ["pause"]) { "pause must be 0 to 65535" }
    }
}
