package import Charging
package import StrictTOML

/// What a model of meter has in which registers: a file in `etc/profiles/meters`.
package struct MeterProfile: Hashable, Sendable {
    package var vendor: String
    package var model: String
    /// What else stands on the plates of meters with these registers.
    package var variants: [String]
    /// Where the registers are documented.
    package var source: String
    package var serial: SerialDefaults?
    package var limits: RequestLimits
    package var mid: MIDFacts?
    /// The registers are offsets inside this SunSpec model, and the profile is of use once it is `located`.
    package internal(set) var sunSpecModel: UInt16?
    package var signature: ModelSignature
    package var serialNumber: PlateRegister?
    package var firmware: PlateRegister?
    package internal(set) var registers: [MeterRegister]
    package var sums: [RegisterSum]
    /// The requests of a visit.
    package private(set) var blocks: [RegisterBlock]

    /// The largest value the import register can show before it starts again at 0, in Wh.
    package var importModulus: ExactDecimal? {
        registers.first { $0.obis == .energyImport }.flatMap { register in
            register.rollsOverAt?.shifted(by: register.unit.base.power)
        }
    }

    /// What a visit brought home. A register the meter marks as undefined is left out.
    package func values(from harvest: [[UInt16]]) -> [RegisterValue] {
        let values = registers.compactMap { register in
            words(of: register.block, in: harvest).flatMap(register.value(of:))
        }
        // A sum may have another one as its part that stands before it.
        return sums.reduce(into: values) { values, sum in
            if let value = sum.value(of: values) { values.append(value) }
        }
    }

    private func words(of piece: RegisterBlock, in harvest: [[UInt16]]) -> [UInt16]? {
        for (block, words) in zip(blocks, harvest) where block.contains(piece) && words.count == block.count {
            let start = Int(piece.address - block.address)
            return Array(words[start..<start + piece.count])
        }
        return nil
    }

    /// To be called whenever the registers have changed.
    mutating func planRequests() {
        blocks = RegisterBlock.merged(
            registers.map(\.block), largest: limits.largestBlock, gap: limits.readsGaps ? RegisterBlock.largest : 0)
    }
}

extension MeterProfile {
    /// Reads a profile; all that is wrong with it is named with its line.
    package init(_ document: TOMLDocument) throws(TOMLProblem) {
        let file = try document.decode(ProfileFile.self)
        if let problem = TOMLProblem.joined(file.problems(in: document)) { throw problem }
        vendor = file.vendor
        model = file.model
        variants = file.variants ?? []
        source = file.source
        serial = file.serial
        limits = file.limits
        mid = file.mid
        sunSpecModel = file.sunspec?.model
        signature = ModelSignature(stated: file.recognise ?? [], registers: file.register)
        serialNumber = file.serialNumber
        firmware = file.firmware
        registers = file.register
        sums = file.sum ?? []
        blocks = []
        planRequests()
    }

    package init(text: String, file: String) throws(TOMLProblem) { try self.init(TOMLDocument(text, file: file)) }
    package init(path: String) throws(TOMLProblem) { try self.init(TOMLDocument(path: path)) }
}
