package import StrictTOML

/// What is known of a family of stations: a file in `etc/profiles/stations`.
package struct StationProfileFile: Hashable, Sendable {
    /// What people call these stations.
    package let name: String
    let match: StationMatch?
    let quirks: [StationQuirk]
}

extension StationProfileFile {
    /// Reads a profile; all that is wrong with it is named with its line.
    package init(_ document: TOMLDocument) throws(TOMLProblem) {
        let contents = try document.decode(Contents.self)
        if let problem = TOMLProblem.joined(contents.problems(in: document)) { throw problem }
        self.init(name: contents.name, match: contents.match, quirks: contents.quirk)
    }

    package init(text: String, file: String) throws(TOMLProblem) { try self.init(TOMLDocument(text, file: file)) }
    package init(path: String) throws(TOMLProblem) { try self.init(TOMLDocument(path: path)) }

    /// A profile as it stands in its file, and what has to hold beyond the types.
    private struct Contents: Decodable {
        var name: String
        /// Absent in a profile for every station.
        var match: StationMatch?
        var quirk: [StationQuirk]

        enum CodingKeys: String, CodingKey {
            case name
            case match
            case quirk
        }

        private static let longestName = 60
        private static let mostPatterns = 50
        private static let mostQuirks = 50

        func problems(in document: TOMLDocument) -> [TOMLProblem] {
            var problems: [TOMLProblem] = []
            if name.isEmpty || name.count > Self.longestName {
                problems.append(
                    document.problem(at: ["name"], "name must be 1 to \(Self.longestName) characters long"))
            }
            problems += matchProblems(in: document)
            if quirk.isEmpty || quirk.count > Self.mostQuirks {
                problems.append(
                    document.problem(at: ["quirk"], "a profile has 1 to \(Self.mostQuirks) [[quirk]] blocks"))
            }
            return problems
                + quirk.indices.flatMap { quirk[$0].problems(at: ["quirk", .index($0)], in: document) }
        }

        private func matchProblems(in document: TOMLDocument) -> [TOMLProblem] {
            guard let match else { return [] }
            guard match.vendors != nil || match.models != nil else {
                return [
                    document.problem(
                        at: ["match"], "[match] names vendors, models or both",
                        hint: "Leave [match] out of a profile for every station.")
                ]
            }
            let lists: [(StationMatch.CodingKeys, [String]?)] = [(.vendors, match.vendors), (.models, match.models)]
            return lists.compactMap { key, patterns in
                guard let patterns else { return nil }
                let fits = patterns.allSatisfy { $0.count <= StationPattern.longest }
                return (1...Self.mostPatterns).contains(patterns.count) && fits
                    ? nil
                    : document.problem(
                        at: ["match", .key(key.rawValue)],
                        "\(key.rawValue) must hold 1 to \(Self.mostPatterns) texts of up to "
                            + "\(StationPattern.longest) characters")
            }
        }
    }
}
