import Charging
import Metering
import StrictTOML

// What has to hold in a profile beyond the types.
extension WallboxProfileFile {
    private static let mostStates = 8
    private static let mostValues = 32
    private static let mostSetup = 8
    private static let mostEVSEs = 48

    func problems(in document: TOMLDocument) -> [TOMLProblem] {
        var problems = WallboxProblems(document: document, reach: reach)
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
        checkStates(&problems)
        checkReadings(&problems)
        checkSettings(&problems)
        checkWatch(&problems)
        checkEVSEs(&problems)
        return problems.found
    }

    /// How far the registers of the last EVSE lie behind those of the first.
    private var reach: Int { (evses.map { $0.most - 1 } ?? 0) * Int(evses?.addressStep ?? 0) }

    private func checkStates(_ problems: inout WallboxProblems) {
        for (index, state) in state.enumerated() {
            let path: [TOMLStep] = ["state", .index(index)]
            problems.checkEnd(state.block, path + ["address"])
            problems.checkLength(state.length, width: state.width, isNumber: state.type != .text, path)
            problems.check(state.mask.map { $0 > 0 && state.type != .text } ?? true, path + ["mask"]) {
                "a mask picks bits of a number, and at least one"
            }
            for key in state.values.keys.sorted() where state.type != .text && UInt32(key) == nil {
                problems.add(path + ["values"], "\"\(key)\" is no number a register can hold")
            }
            for key in state.values.keys.sorted() where state.type == .text && !("A"..."F").contains(key.prefix(1)) {
                problems.add(path + ["values"], "\"\(key)\" is no state of IEC 61851-1, which begin with A to F")
            }
        }
        problems.check(state.contains { $0.values.values.contains(.charging) }, ["state"]) {
            "no [[state]] says when the wallbox is \"Charging\""
        }
        problems.check(state.contains { $0.values.values.contains { $0.isPluggedIn == false } }, ["state"]) {
            "no [[state]] says when the wallbox is \"Available\""
        }
    }

    private func checkReadings(_ problems: inout WallboxProblems) {
        problems.check((energy == nil) != (sessionEnergy == nil), []) {
            "a profile has [energy], which counts everything, or else [session_energy], which counts each car from 0"
        }
        for (key, energy) in [("energy", energy), ("session_energy", sessionEnergy)] {
            guard let energy else { continue }
            problems.check(energy.unit.base.unit == "Wh", [.key(key), "unit"]) { "energy is in Wh, kWh or MWh" }
            problems.check(energy.scale.map { $0 > ExactDecimal(0) } ?? true, [.key(key), "scale"]) {
                "scale must be above 0"
            }
            problems.check(energy.divisor.map { (1...1_000_000).contains($0) } ?? true, [.key(key), "divisor"]) {
                "divisor must be 1 to 1000000"
            }
            problems.checkEnd(energy.block, [.key(key), "address"])
        }
        for (index, value) in (value ?? []).enumerated() {
            problems.checkEnd(value.register.block, ["value", .index(index), "address"])
        }
        let names = [
            ("serial_number", serialNumber), ("firmware", firmware), ("model_name", modelName), ("tag", tag),
        ]
        for (key, name) in names {
            guard let name else { continue }
            let isNumber = name.type == .uint16 || name.type == .uint32
            problems.checkLength(name.length, width: name.width, isNumber: isNumber, [.key(key)])
            problems.checkEnd(name.block, [.key(key), "address"])
        }
    }

    private func checkSettings(_ problems: inout WallboxProblems) {
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

    private func checkWatch(_ problems: inout WallboxProblems) {
        problems.check(heartbeat.map { (1...60).contains($0.seconds) } ?? true, ["heartbeat", "seconds"]) {
            "seconds must be 1 to 60"
        }
        guard let watchdog else {
            problems.check(failSafeCurrent == nil && heartbeat == nil, []) {
                "a wallbox with [fail_safe_current] or [heartbeat] has a [watchdog]: say what it is fed_by"
            }
            return
        }
        problems.check((watchdog.fedBy == .heartbeat) == (heartbeat != nil), ["watchdog", "fed_by"]) {
            "[heartbeat] and fed_by = \"heartbeat\" belong together"
        }
        problems.check(watchdog.seconds.map { (1...3600).contains($0) } ?? true, ["watchdog", "seconds"]) {
            "seconds must be 1 to 3600"
        }
        problems.check(watchdog.seconds != nil || failSafeTimeout != nil || heartbeat != nil, ["watchdog"]) {
            "without [fail_safe_timeout], a [watchdog] needs its seconds"
        }
        problems.check(
            heartbeat.flatMap { beat in watchdog.seconds.map { 2 * beat.seconds <= $0 } } ?? true,
            ["heartbeat", "seconds"]
        ) { "a heartbeat comes at least twice in the seconds of the [watchdog]" }
    }

    private func checkEVSEs(_ problems: inout WallboxProblems) {
        guard let evses else { return }
        problems.check((2...Self.mostEVSEs).contains(evses.most), ["evses", "most"]) {
            "most must be 2 to \(Self.mostEVSEs)"
        }
        problems.check((evses.addressStep ?? 0 > 0) != (evses.unitStep ?? 0 > 0), ["evses"]) {
            "the registers of the next EVSE are an address_step or a unit_step away"
        }
    }
}
