import Charging
import StrictTOML

/// A profile as it stands in its file, and what has to hold beyond the types.
struct ProfileFile: Decodable {
    var vendor: String
    var model: String
    var source: String
    /// How many registers the meter gives in one answer.
    var largestBlock: Int?
    var serialNumber: SerialNumberRegister?
    var register: [MeterRegister]

    /// What all meters known so far can do.
    static let usualBlock = 60
    private static let mostRegisters = 200

    enum CodingKeys: String, CodingKey {
        case vendor
        case model
        case source
        case largestBlock = "largest_block"
        case serialNumber = "serial_number"
        case register
    }

    func problems(in document: TOMLDocument) -> [TOMLProblem] {
        headProblems(in: document) + serialNumberProblems(in: document)
            + register.indices.flatMap { registerProblems(at: $0, in: document) }
    }

    private func headProblems(in document: TOMLDocument) -> [TOMLProblem] {
        var problems: [TOMLProblem] = []
        if let largestBlock, !(4...RegisterBlock.largest).contains(largestBlock) {
            problems.append(
                document.problem(at: ["largest_block"], "largest_block must be 4 to \(RegisterBlock.largest)"))
        }
        if register.isEmpty || register.count > Self.mostRegisters {
            problems.append(
                document.problem(at: ["register"], "a profile has 1 to \(Self.mostRegisters) [[register]] blocks"))
        }
        return problems
    }

    private func serialNumberProblems(in document: TOMLDocument) -> [TOMLProblem] {
        guard let serialNumber else { return [] }
        if serialNumber.type == .text, !(1...32).contains(serialNumber.length ?? 0) {
            return [document.problem(at: ["serial_number", "type"], "a text needs its length, 1 to 32 registers")]
        }
        if serialNumber.type != .text, serialNumber.length != nil {
            return [document.problem(at: ["serial_number", "length"], "only a text has a length")]
        }
        return past(serialNumber.block, at: ["serial_number", "address"], in: document)
    }

    private func registerProblems(at index: Int, in document: TOMLDocument) -> [TOMLProblem] {
        let entry = register[index]
        var problems = past(entry.block, at: ["register", .index(index), "address"], in: document)
        if !Self.isOBIS(entry.obis.rawValue) {
            problems.append(
                document.problem(
                    at: ["register", .index(index), "obis"], "\"\(entry.obis)\" is no OBIS code",
                    hint: "Write it like \"\(OBIS.energyImport)\"."))
        }
        if register[..<index].contains(where: { $0.obis == entry.obis }) {
            problems.append(
                document.problem(at: ["register", .index(index), "obis"], "\(entry.obis) stands here a second time"))
        }
        if let scale = entry.scale, scale.digits == 0 {
            problems.append(document.problem(at: ["register", .index(index), "scale"], "scale must not be 0"))
        }
        return problems
    }

    private func past(_ block: RegisterBlock, at path: [TOMLStep], in document: TOMLDocument) -> [TOMLProblem] {
        block.end <= 0x10000 ? [] : [document.problem(at: path, "the value goes past the last register")]
    }

    /// `A-B:C.D.E`, IEC 62056-61.
    private static func isOBIS(_ text: String) -> Bool {
        let groups = text.split(omittingEmptySubsequences: false) { "-:.".contains($0) }
        return groups.count == 5 && groups.allSatisfy { UInt8($0) != nil }
            && text.filter { "-:.".contains($0) } == "-:.."
    }
}
