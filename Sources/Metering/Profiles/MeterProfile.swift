package import Charging
package import StrictTOML

/// What a model of meter has in which registers: a file in `etc/profiles/meters`.
package struct MeterProfile: Hashable, Sendable {
    package var vendor: String
    package var model: String
    /// Where the registers are documented.
    package var source: String
    package var serialNumber: SerialNumberRegister?
    package var registers: [MeterRegister]
    /// The requests of a visit.
    package let blocks: [RegisterBlock]

    /// The largest value the import register can show before it starts again at 0, in Wh.
    package var importModulus: ExactDecimal? {
        registers.first { $0.obis == .energyImport }.flatMap { register in
            register.rollsOverAt?.shifted(by: register.unit.base.power)
        }
    }

    /// What a visit brought home. A register the meter marks as undefined is left out.
    package func values(from harvest: [[UInt16]]) -> [RegisterValue] {
        registers.compactMap { register in
            words(of: register.block, in: harvest).flatMap(register.value(of:))
        }
    }

    private func words(of piece: RegisterBlock, in harvest: [[UInt16]]) -> [UInt16]? {
        for (block, words) in zip(blocks, harvest) where block.contains(piece) && words.count == block.count {
            let start = Int(piece.address - block.address)
            return Array(words[start..<start + piece.count])
        }
        return nil
    }
}

extension MeterProfile {
    /// Reads a profile; all that is wrong with it is named with its line.
    package init(_ document: TOMLDocument) throws(TOMLProblem) {
        let file = try document.decode(ProfileFile.self)
        if let problem = TOMLProblem.joined(file.problems(in: document)) { throw problem }
        vendor = file.vendor
        model = file.model
        source = file.source
        serialNumber = file.serialNumber
        registers = file.register
        blocks = RegisterBlock.merged(file.register.map(\.block), largest: file.largestBlock ?? ProfileFile.usualBlock)
    }

    package init(text: String, file: String) throws(TOMLProblem) { try self.init(TOMLDocument(text, file: file)) }
    package init(path: String) throws(TOMLProblem) { try self.init(TOMLDocument(path: path)) }
}
