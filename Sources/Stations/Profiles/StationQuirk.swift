import StrictTOML

/// One thing that some stations do differently, and where that was seen: `[[quirk]]` in a profile.
struct StationQuirk: Hashable, Decodable, Sendable {
    /// Where it was seen: an issue, a document, a capture.
    var source: String
    /// The first firmware that has it.
    var firmwareFrom: String?
    /// The firmware that has it no more.
    var firmwareBefore: String?
    /// The last firmware known to have it.
    var firmwareThrough: String?
    var switches: StationSwitches
    /// Those that are set.
    var keys: Set<StationSwitches.CodingKeys>

    enum CodingKeys: String, CodingKey {
        case source
        case firmwareFrom = "firmware_from"
        case firmwareBefore = "firmware_before"
        case firmwareThrough = "firmware_through"
    }

    /// The switches stand in the same table.
    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        source = try container.decode(String.self, forKey: .source)
        firmwareFrom = try container.decodeIfPresent(String.self, forKey: .firmwareFrom)
        firmwareBefore = try container.decodeIfPresent(String.self, forKey: .firmwareBefore)
        firmwareThrough = try container.decodeIfPresent(String.self, forKey: .firmwareThrough)
        switches = try StationSwitches(from: decoder)
        let names = try decoder.container(keyedBy: StationSwitches.CodingKeys.self)
        keys = Set(StationSwitches.CodingKeys.allCases.filter(names.contains))
    }

    var range: FirmwareRange {
        FirmwareRange(
            from: firmwareFrom.flatMap(FirmwareVersion.init(exactly:)),
            before: firmwareBefore.flatMap(FirmwareVersion.init(exactly:)),
            through: firmwareThrough.flatMap(FirmwareVersion.init(exactly:)))
    }

    static let longestSource = 500

    func problems(at path: [TOMLStep], in document: TOMLDocument) -> [TOMLProblem] {
        var problems: [TOMLProblem] = []
        if source.isEmpty || source.count > Self.longestSource {
            problems.append(
                document.problem(
                    at: path + ["source"], "source must be 1 to \(Self.longestSource) characters long",
                    hint: "Name the issue, document or capture that shows it."))
        }
        if switches == StationSwitches() {
            problems.append(document.problem(at: path, "a quirk sets at least one switch"))
        }
        return problems + firmwareProblems(at: path, in: document) + switches.problems(at: path, in: document)
    }

    private func firmwareProblems(at path: [TOMLStep], in document: TOMLDocument) -> [TOMLProblem] {
        let given: [(CodingKeys, String?)] = [
            (.firmwareFrom, firmwareFrom), (.firmwareBefore, firmwareBefore), (.firmwareThrough, firmwareThrough),
        ]
        var problems = given.compactMap { key, text in
            text.flatMap { text in
                FirmwareVersion(exactly: text) == nil
                    ? document.problem(
                        at: path + [.key(key.rawValue)], "\"\(text.prefix(60))\" is no version",
                        hint: "Write numbers with dots between them, like \"1.8.21\".")
                    : nil
            }
        }
        if firmwareBefore != nil, firmwareThrough != nil {
            problems.append(
                document.problem(
                    at: path + ["firmware_through"], "firmware_before and firmware_through exclude each other"))
        }
        if let from = range.from, range.before.map({ $0 <= from }) ?? range.through.map({ $0 < from }) ?? false {
            problems.append(
                document.problem(at: path + ["firmware_from"], "firmware_from must lie before the end of the range"))
        }
        return problems
    }
}
