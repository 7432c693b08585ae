package import Charging

/// A list of tags as a spreadsheet writes it: `tag,status,expires,group,note`, with commas, semicolons or tabs between.
///
/// The first line may name the columns, in any order; without one they stand in the order above.
package enum TagFile {
    package struct Fault: Error, Hashable, CustomStringConvertible {
        package let line: Int
        package let reason: String

        package var description: String { "Line \(line): \(reason)" }
    }

    private static let columns = ["tag", "status", "expires", "group", "note"]

    package static func read(_ text: String) throws(Fault) -> [TagChange] {
        // A byte order mark is a spreadsheet's way to say UTF-8.
        let text = text.hasPrefix("\u{FEFF}") ? text.dropFirst() : text[...]
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        let separator = lines.first { !$0.isEmpty }.flatMap { line in ";\t,".first { line.contains($0) } } ?? ","
        var order = columns
        var changes: [TagChange] = []
        for (index, line) in lines.enumerated() where line.contains(where: { !$0.isWhitespace }) {
            let cells = cells(of: line, separator)
            if changes.isEmpty, cells.first.map({ $0.lowercased() }) == "tag" || cells.contains("tag") {
                order = cells.map { $0.lowercased() }
                continue
            }
            let named = Dictionary(zip(order, cells).filter { !$1.isEmpty }) { first, _ in first }
            changes.append(try change(named, on: index + 1))
        }
        return changes
    }

    private static func change(_ cells: [String: String], on line: Int) throws(Fault) -> TagChange {
        guard let tag = cells["tag"] else { throw Fault(line: line, reason: "There is no tag.") }
        var change = TagChange(tag)
        if let word = cells["status"] {
            guard let status = Authorization(word: word) else {
                throw Fault(
                    line: line, reason: "\"\(word)\" is no status. Write accepted, blocked, expired or invalid.")
            }
            change.status = status
        }
        if let text = cells["expires"] {
            // A day is meant whole.
            guard let moment = ISO8601(text) ?? ISO8601(text + "T23:59:59Z") else {
                throw Fault(line: line, reason: "\"\(text)\" is no date. Write 2026-12-31 or 2026-12-31T18:00:00Z.")
            }
            change.expires = moment.timestamp
        }
        change.group = cells["group"]
        change.note = cells["note"]
        do {
            _ = try change.validated()
        } catch {
            throw Fault(line: line, reason: [error.message, error.remedy].compactMap(\.self).joined(separator: " "))
        }
        return change
    }

    /// The cells of a line; one in quotation marks may have the separator in it.
    private static func cells(of line: Substring, _ separator: Character) -> [String] {
        var cells = [""]
        var isQuoted = false
        for character in line {
            switch character {
            case "\"": isQuoted.toggle()
            case separator where !isQuoted: cells.append("")
            default: cells[cells.count - 1].append(character)
            }
        }
        return cells.map { cell in
            let start = cell.drop(while: \.isWhitespace)
            return String(start.reversed().drop(while: \.isWhitespace).reversed())
        }
    }
}

extension Authorization {
    /// As people write it.
    package init?(word: String) {
        guard
            let status = [Self.accepted, .blocked, .expired, .invalid].first(where: {
                $0.rawValue.lowercased() == word.lowercased()
            })
        else { return nil }
        self = status
    }
}
