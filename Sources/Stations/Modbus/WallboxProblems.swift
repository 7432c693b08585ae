import Charging
import Metering
import StrictTOML

/// Collects what is wrong with a wallbox profile.
struct WallboxProblems {
    let document: TOMLDocument
    /// How far the registers of the last EVSE lie behind those of the first.
    let reach: Int
    private(set) var found: [TOMLProblem] = []

    init(document: TOMLDocument, reach: Int) {
        self.document = document
        self.reach = reach
    }

    mutating func add(_ path: [TOMLStep], _ message: String) { found.append(document.problem(at: path, message)) }

    mutating func check(_ holds: Bool, _ path: [TOMLStep], _ message: () -> String) {
        if !holds { add(path, message()) }
    }

    mutating func checkEnd(_ block: RegisterBlock, _ path: [TOMLStep]) {
        check(block.end + reach <= 0x10000, path) { "the value goes past the last register" }
    }

    mutating func checkLength(_ length: UInt8?, width: Int, isNumber: Bool, _ path: [TOMLStep]) {
        check(isNumber ? length == nil : (1...64).contains(width), path + ["type"]) {
            isNumber ? "a number has no length" : "this type needs its length, 1 to 64 registers"
        }
    }

    mutating func check(setting: SettingRegister?, isCurrent: Bool, _ path: [TOMLStep]) {
        guard let setting else { return }
        checkEnd(setting.block, path + ["address"])
        if let readBack = setting.readBack { checkEnd(readBack.block, path + ["read_back"]) }
        check(setting.unit.isCurrent == isCurrent, path + ["unit"]) {
            isCurrent ? "a current is in A or mA, or told as W or %" : "a time is in s or ms"
        }
        check([.int16, .uint16, .int32, .uint32, .float32].contains(setting.type), path + ["type"]) {
            "a setting is an int16, uint16, int32, uint32 or float32"
        }
        check(setting.function == .multiple || setting.type.width == 1, path + ["function"]) {
            "function \"single\" writes one register, and \(setting.type.rawValue) has \(setting.type.width)"
        }
        check(setting.scale.map { $0.digits > 0 } ?? true, path + ["scale"]) { "scale must be above 0" }
        check(0 < setting.least && setting.least <= setting.most && setting.most <= 65_535, path + ["least"]) {
            "least must be above 0, and most not below it nor above 65535"
        }
        // 0 is as good as any number that stands for a pause, but it has to fit.
        check(setting.pause.map { (0...65_535).contains($0) } ?? true, path + ["pause"]) { "pause must be 0 to 65535" }
        check(setting.copies.map { (1...3).contains($0) } ?? true, path + ["copies"]) { "copies must be 1 to 3" }
        check(setting.phases.map { (1...3).contains($0) && setting.unit == .watts } ?? true, path + ["phases"]) {
            "phases must be 1 to 3, and say what a power in W is for"
        }
        check((setting.unit == .percent) == (setting.full != nil), path + ["full"]) {
            "a limit in % says with full which current 100 % are, and no other does"
        }
        check(setting.full.map { (6...1000).contains($0) } ?? true, path + ["full"]) { "full must be 6 to 1000" }
        check(setting.settleSeconds.map { (1...600).contains($0) } ?? true, path + ["settle_seconds"]) {
            "settle_seconds must be 1 to 600"
        }
    }
}
