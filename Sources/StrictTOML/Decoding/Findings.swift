/// What a decoding found wrong so far. A decoder's containers share it; nothing else sees it.
final class Findings {
    struct Finding {
        var path: TOMLPath
        var message: String
        var hint: String?
    }

    /// What the decoded type said about one table.
    private struct Keys {
        var unknown: Set<String>
        var asked: Set<String> = []
        var missing: [String] = []
    }

    /// Enough for one look at a file that is wrong from top to bottom.
    private static let most = 50

    private var values: [Finding] = []
    private var tables: [TOMLPath: Keys] = [:]

    /// Only the first problem of a value counts: what follows from it would lead astray.
    func note(_ path: TOMLPath, _ message: String, hint: String? = nil) {
        guard values.count < Self.most, !values.contains(where: { $0.path.starts(with: path) }),
            !tables.contains(where: { $0.key.starts(with: path) && !$0.value.missing.isEmpty })
        else { return }
        values.append(Finding(path: path, message: message, hint: hint))
    }

    /// A table may be looked at by several types; unknown is what none of them knows.
    func opened(_ table: TOMLPath, unknown: Set<String>) {
        tables[table, default: Keys(unknown: unknown)].unknown.formIntersection(unknown)
    }

    func asked(_ table: TOMLPath, for key: String) { tables[table]?.asked.insert(key) }

    func missing(_ table: TOMLPath, key: String) { tables[table]?.missing.append(key) }

    func all() -> [Finding] {
        Array((values + tables.flatMap { path, keys in findings(of: path, keys) }).prefix(Self.most))
    }

    private func findings(of table: TOMLPath, _ keys: Keys) -> [Finding] {
        var meant: Set<String> = []
        let unknown = keys.unknown.sorted().map { key in
            let nearest = Suggestion.nearest(to: key, among: keys.asked)
            if let nearest { meant.insert(nearest) }
            let known = "Known here: \(keys.asked.sorted().joined(separator: ", "))."
            return Finding(
                path: table + [.key(key)], message: "unknown key \"\(key)\" in \(table.tableName)",
                hint: nearest.map { "Did you mean \"\($0)\"?" } ?? (keys.asked.isEmpty ? nil : known))
        }
        let missing = keys.missing.filter { !meant.contains($0) }.map { key in
            Finding(path: table, message: "\"\(key)\" is missing in \(table.tableName)", hint: nil)
        }
        return unknown + missing
    }
}

/// Ends the decoding of a value whose problem is noted already.
struct Noted: Error {}
