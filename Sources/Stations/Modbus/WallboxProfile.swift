import Charging
package import Metering
package import StrictTOML

/// What a model of wallbox has in which registers: a file in `etc/profiles/wallboxes`.
package struct WallboxProfile: Hashable, Sendable {
    package var vendor: String
    package var model: String
    /// Where the registers are documented.
    package var source: String
    var states: [StateRegister]
    package var energy: NumberRegister
    /// The energy register begins again with each car. It is the register of that car's transactions, then.
    package var countsSessions: Bool
    var limit: SettingRegister
    var enable: SwitchRegister?
    var failSafeCurrent: SettingRegister?
    var failSafeTimeout: SettingRegister?
    package var watchdog: Watchdog?
    package var heartbeat: HeartbeatRegister?
    package var serialNumber: NameRegister?
    package var firmware: NameRegister?
    /// The model in the wallbox's own words.
    package var modelName: NameRegister?
    package var tag: NameRegister?
    var values: [ValueRegister]
    /// What is written once at each first contact.
    var setup: [SwitchRegister]
    package var evses: RepeatedRegisters?
    package var phaseSwitch: PhaseSwitch?
    /// The requests of a visit to EVSE 1.
    package let blocks: [RegisterBlock]

    /// The wallbox falls to a safe current by itself when it hears no more.
    package var hasWatchdog: Bool { hasSafeCurrent || watchdog != nil }
    /// It falls to the one that it is told.
    package var hasSafeCurrent: Bool { failSafeCurrent != nil && failSafeTimeout != nil }
    /// Charging can be stopped from here.
    package var canPause: Bool { enable?.off != nil || limit.pause != nil }
    /// It shows what it made of a limit.
    package var showsLimit: Bool { limit.readBack != nil }
    package var mostEVSEs: Int { evses?.most ?? 1 }

    package func blocks(ofEVSE evse: Int) -> [RegisterBlock] {
        blocks.map {
            RegisterBlock(function: $0.function, address: $0.address &+ addressOffset(ofEVSE: evse), count: $0.count)
        }
    }

    func addressOffset(ofEVSE evse: Int) -> UInt16 { (evses?.addressStep ?? 0) &* UInt16(clamping: evse - 1) }
    func unitOffset(ofEVSE evse: Int) -> UInt8 { (evses?.unitStep ?? 0) &* UInt8(clamping: evse - 1) }

    /// What a visit brought home; `nil` where the registers do not say what the wallbox does, or how much it counted.
    package func reading(from harvest: [[UInt16]]) -> WallboxReading? {
        func words(_ piece: RegisterBlock) -> [UInt16] { blocks.words(of: piece, in: harvest) ?? [] }
        guard let state = states.lazy.compactMap({ $0.state(of: words($0.block)) }).first,
            let register = energy.value(of: words(energy.block))
        else { return nil }
        return WallboxReading(
            state: state, register: register, tag: tag.flatMap { $0.name(of: words($0.block)) },
            limit: limit.readBack.flatMap { limit.shown(in: words($0.block)) },
            values: values.compactMap { value in
                value.register.value(of: words(value.register.block)).map {
                    SampledValue(
                        value: $0.description, measurand: value.measurand, phase: value.phase,
                        unit: value.register.unit.base.unit)
                }
            })
    }
}

extension [RegisterBlock] {
    /// The words of a piece that one of the blocks contains.
    func words(of piece: RegisterBlock, in harvest: [[UInt16]]) -> [UInt16]? {
        for (block, words) in zip(self, harvest) where block.contains(piece) && words.count == block.count {
            let start = Int(piece.address - block.address)
            return Array<UInt16>(words[start..<start + piece.count])
        }
        return nil
    }
}

extension WallboxProfile {
    /// Reads a profile; all that is wrong with it is named with its line.
    package init(_ document: TOMLDocument) throws(TOMLProblem) {
        let file = try document.decode(WallboxProfileFile.self)
        if let problem = TOMLProblem.joined(file.problems(in: document)) { throw problem }
        guard let energy = file.energy ?? file.sessionEnergy else { preconditionFailure("a checked profile has none") }
        let pieces =
            file.state.map(\.block) + [energy.block] + (file.value ?? []).map(\.register.block)
            + [file.tag?.block, file.limit.readBack?.block].compactMap { $0 }
        self.init(
            vendor: file.vendor, model: file.model, source: file.source, states: file.state, energy: energy,
            countsSessions: file.energy == nil, limit: file.limit, enable: file.enable,
            failSafeCurrent: file.failSafeCurrent, failSafeTimeout: file.failSafeTimeout, watchdog: file.watchdog,
            heartbeat: file.heartbeat, serialNumber: file.serialNumber, firmware: file.firmware,
            modelName: file.modelName, tag: file.tag, values: file.value ?? [], setup: file.setup ?? [],
            evses: file.evses, phaseSwitch: file.phaseSwitch,
            blocks: RegisterBlock.merged(pieces, largest: file.largestBlock))
    }

    package init(text: String, file: String) throws(TOMLProblem) { try self.init(TOMLDocument(text, file: file)) }
    package init(path: String) throws(TOMLProblem) { try self.init(TOMLDocument(path: path)) }
}
