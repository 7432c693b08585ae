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
    var energy: NumberRegister
    var limit: SettingRegister
    var enable: SwitchRegister?
    var failSafeCurrent: SettingRegister?
    var failSafeTimeout: SettingRegister?
    var serialNumber: NameRegister?
    var firmware: NameRegister?
    var tag: NameRegister?
    var values: [ValueRegister]
    /// What is written once at each first contact.
    var setup: [SwitchRegister]
    /// The requests of a visit.
    package let blocks: [RegisterBlock]

    /// The wallbox falls to a safe current by itself when it hears no more.
    package var hasWatchdog: Bool { failSafeCurrent != nil && failSafeTimeout != nil }
    /// Charging can be stopped from here.
    package var canPause: Bool { enable?.off != nil || limit.pause != nil }

    /// What a visit brought home; `nil` where the registers do not say what the wallbox does, or how much it counted.
    func reading(from harvest: [[UInt16]]) -> WallboxReading? {
        func words(_ piece: RegisterBlock) -> [UInt16] { blocks.words(of: piece, in: harvest) ?? [] }
        guard let state = states.lazy.compactMap({ $0.state(of: words($0.block)) }).first,
            let register = energy.value(of: words(energy.block))
        else { return nil }
        return WallboxReading(
            state: state, register: register, tag: tag.flatMap { $0.name(of: words($0.block)) },
            values: values.compactMap { value in
                value.register.value(of: words(value.register.block)).map {
                    SampledValue(
                        value: $0.description, measurand: value.measurand, phase: value.phase,
                        unit: value.register.unit.base.unit)
                }
            })
    }
}

/// What a wallbox shows at one moment.
struct WallboxReading: Hashable, Sendable {
    var state: ConnectorState
    /// Of all energy it ever gave, in watt-hours.
    var register: ExactDecimal
    var tag: String?
    var values: [SampledValue]
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
        let pieces =
            file.state.map(\.block) + [file.energy.block] + (file.value ?? []).map(\.register.block)
            + [file.tag?.block].compactMap { $0 }
        self.init(
            vendor: file.vendor, model: file.model, source: file.source, states: file.state, energy: file.energy,
            limit: file.limit, enable: file.enable, failSafeCurrent: file.failSafeCurrent,
            failSafeTimeout: file.failSafeTimeout, serialNumber: file.serialNumber,
            firmware: file.firmware, tag: file.tag, values: file.value ?? [], setup: file.setup ?? [],
            blocks: RegisterBlock.merged(pieces, largest: file.largestBlock))
    }

    package init(text: String, file: String) throws(TOMLProblem) { try self.init(TOMLDocument(text, file: file)) }
    package init(path: String) throws(TOMLProblem) { try self.init(TOMLDocument(path: path)) }
}
