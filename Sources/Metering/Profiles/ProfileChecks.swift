import Charging
import StrictTOML

// What has to hold in a profile beyond the types of its values.
extension ProfileFile {
    private static let mostRegisters = 200
    private static let mostChecks = 8

    func problems(in document: TOMLDocument) -> [TOMLProblem] {
        var problems = headProblems(in: document) + serialProblems(in: document)
        for (index, entry) in (recognise ?? []).enumerated() {
            problems += recognitionProblems(entry, at: ["recognise", .index(index)], in: document)
        }
        problems += plateProblems(serialNumber, at: "serial_number", in: document)
        problems += plateProblems(firmware, at: "firmware", in: document)
        for (index, entry) in register.enumerated() {
            problems += registerProblems(entry, at: ["register", .index(index)], in: document)
        }
        for index in (sum ?? []).indices { problems += sumProblems(index, in: document) }
        return problems + nameProblems(in: document)
    }

    private func headProblems(in document: TOMLDocument) -> [TOMLProblem] {
        var problems: [TOMLProblem] = []
        func check(_ key: String, _ value: Int?, in range: ClosedRange<Int>) {
            guard let value, !range.contains(value) else { return }
            problems.append(
                document.problem(
                    at: [.key(key)], "\(key) must be \(range.lowerBound) to \(range.upperBound)"))
        }
        for (key, text) in [("vendor", vendor), ("model", model), ("source", source)] where text.isEmpty {
            problems.append(document.problem(at: [.key(key)], "\(key) must not be empty"))
        }
        check("largest_block", largestBlock, in: 4...RegisterBlock.largest)
        check("pause_milliseconds", pauseMilliseconds, in: 0...1000)
        check("timeout_milliseconds", timeoutMilliseconds, in: 10...10_000)
        if register.isEmpty || register.count > Self.mostRegisters {
            problems.append(
                document.problem(at: ["register"], "a profile has 1 to \(Self.mostRegisters) [[register]] blocks"))
        }
        if let recognise, recognise.count > Self.mostChecks {
            problems.append(
                document.problem(at: ["recognise"], "a profile has at most \(Self.mostChecks) [[recognise]] blocks"))
        }
        if let sunspec, sunspec.model < 2 || sunspec.model == .max {
            problems.append(document.problem(at: ["sunspec", "model"], "\(sunspec.model) is no model of a meter"))
        }
        return problems
    }

    private func serialProblems(in document: TOMLDocument) -> [TOMLProblem] {
        guard let serial else { return [] }
        var problems: [TOMLProblem] = []
        if !SerialSettings.bauds.contains(serial.baud) {
            let known = SerialSettings.bauds.map(String.init).joined(separator: ", ")
            problems.append(
                document.problem(
                    at: ["serial", "baud"], "\(serial.baud) is no speed of a serial line", hint: "Known: \(known)."))
        }
        if !(1...2).contains(serial.stopBits) {
            problems.append(document.problem(at: ["serial", "stop_bits"], "stop_bits must be 1 or 2"))
        }
        if let unit = serial.unit, !(1...247).contains(unit) {
            problems.append(document.problem(at: ["serial", "unit"], "unit must be 1 to 247"))
        }
        return problems
    }

    private func recognitionProblems(
        _ entry: RecognitionRegister, at path: [TOMLStep], in document: TOMLDocument
    ) -> [TOMLProblem] {
        if entry.startsWith != nil {
            guard entry.type == nil, entry.values == nil, entry.from == nil, entry.to == nil,
                (1...32).contains(entry.length ?? 0), entry.startsWith?.isEmpty == false
            else {
                return [
                    document.problem(
                        at: path + ["starts_with"], "a text has a length of 1 to 32 registers, and nothing of a number")
                ]
            }
        } else {
            guard entry.type != nil, entry.length == nil else {
                return [
                    document.problem(
                        at: path, "[[recognise]] needs a type for a number, or starts_with and length for a text")
                ]
            }
            guard (entry.values?.isEmpty == false) != (entry.from != nil && entry.to != nil),
                (entry.from == nil) == (entry.to == nil)
            else {
                return [
                    document.problem(at: path, "a number has either values, or from and to")
                ]
            }
        }
        return past(entry.block, at: path + ["address"], in: document)
    }

    private func plateProblems(
        _ entry: PlateRegister?, at key: String, in document: TOMLDocument
    ) -> [TOMLProblem] {
        guard let entry else { return [] }
        if entry.hasLength, !(1...32).contains(entry.length ?? 0) {
            return [
                document.problem(
                    at: [.key(key), "type"], "a \(entry.type.rawValue) needs its length, 1 to 32 registers")
            ]
        }
        if !entry.hasLength, entry.length != nil {
            return [document.problem(at: [.key(key), "length"], "a \(entry.type.rawValue) has no length")]
        }
        return past(entry.block, at: [.key(key), "address"], in: document)
    }

    private func registerProblems(
        _ entry: MeterRegister, at path: [TOMLStep], in document: TOMLDocument
    ) -> [TOMLProblem] {
        var problems = past(entry.block, at: path + ["address"], in: document)
        if entry.block.count > limits.largestBlock {
            problems.append(
                document.problem(
                    at: path + ["exponent_address"],
                    "the exponent is too far from its value to be read in one request of \(limits.largestBlock)"))
        }
        if sunspec != nil, entry.function != .holding {
            problems.append(document.problem(at: path + ["function"], "SunSpec models are holding registers"))
        }
        if let scale = entry.scale, scale.digits == 0 {
            problems.append(document.problem(at: path + ["scale"], "scale must not be 0"))
        }
        for (index, text) in (entry.undefined ?? []).enumerated()
        where text.utf8.count != entry.type.width * 4 || !text.allSatisfy(\.isHexDigit) {
            problems.append(
                document.problem(
                    at: path + ["undefined", .index(index)],
                    "\"\(text)\" is not \(entry.type.width * 4) hexadecimal digits, as \(entry.type.rawValue) has"))
        }
        return problems
    }

    private func past(_ block: RegisterBlock, at path: [TOMLStep], in document: TOMLDocument) -> [TOMLProblem] {
        block.end <= 0x10000 ? [] : [document.problem(at: path, "the value goes past the last register")]
    }
}
