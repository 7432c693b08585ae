import Charging
import StrictTOML

// What has to hold for the OBIS codes of a profile, and for what its sums say of them.
extension ProfileFile {
    private static let mostParts = 16

    /// Every code once, among registers and sums.
    func nameProblems(in document: TOMLDocument) -> [TOMLProblem] {
        let registers = register.enumerated().map { (obis: $1.obis, list: TOMLStep.key("register"), index: $0) }
        let sums = (sum ?? []).enumerated().map { (obis: $1.obis, list: TOMLStep.key("sum"), index: $0) }
        var seen: Set<OBIS> = []
        var problems: [TOMLProblem] = []
        for (obis, list, index) in registers + sums {
            let path: [TOMLStep] = [list, .index(index), "obis"]
            if !Self.isOBIS(obis.rawValue) {
                problems.append(
                    document.problem(
                        at: path, "\"\(obis)\" is no OBIS code", hint: "Write it like \"\(OBIS.energyImport)\"."))
            }
            if !seen.insert(obis).inserted {
                problems.append(document.problem(at: path, "\(obis) stands here a second time"))
            }
        }
        return problems
    }

    func sumProblems(_ index: Int, in document: TOMLDocument) -> [TOMLProblem] {
        guard let entry = sum?[index] else { return [] }
        let parts = entry.of + (entry.less ?? [])
        let path: [TOMLStep] = ["sum", .index(index)]
        guard !entry.of.isEmpty, parts.count <= Self.mostParts else {
            return [document.problem(at: path + ["of"], "a sum has 1 to \(Self.mostParts) parts")]
        }
        var units = units(before: index)
        for part in parts where units[part] == nil {
            return [
                document.problem(
                    at: path, "the sum \(entry.obis) has no part \"\(part)\"",
                    hint: "Name a [[register]] of this file, or a [[sum]] above.")
            ]
        }
        units = units.filter { parts.contains($0.key) }
        guard Set(units.values).count == 1 else {
            let names = Set(units.values).sorted().joined(separator: " and ")
            return [document.problem(at: path, "the sum \(entry.obis) adds \(names)")]
        }
        return []
    }

    /// The base units of what stands before a sum.
    private func units(before index: Int) -> [OBIS: String] {
        var units: [OBIS: String] = [:]
        for entry in register { units[entry.obis] = entry.unit.base.unit }
        for entry in (sum ?? []).prefix(index) { units[entry.obis] = entry.of.first.flatMap { units[$0] } }
        return units
    }

    /// `A-B:C.D.E`, IEC 62056-61.
    private static func isOBIS(_ text: String) -> Bool {
        let groups = text.split(omittingEmptySubsequences: false) { "-:.".contains($0) }
        return groups.count == 5 && groups.allSatisfy { UInt8($0) != nil }
            && text.filter { "-:.".contains($0) } == "-:.."
    }
}
