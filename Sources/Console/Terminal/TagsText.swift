package import Charging
package import Gateway

/// The site's list of tags on a terminal.
package struct TagsText: Sendable {
    private let list: TagList
    private let now: Timestamp
    /// Tags are as good as keys, so that they are only shown whole to who asks for it.
    private let isFull: Bool
    private let terminal: Terminal

    package init(_ list: TagList, now: Timestamp, full: Bool, for terminal: Terminal) {
        self.list = list
        self.now = now
        isFull = full
        self.terminal = terminal
    }

    package var lines: [String] {
        var table = Table("TAG", "MAY CHARGE", "UNTIL", "GROUP", "NOTE", "FROM")
        for record in list.records {
            let status = record.status(at: now)
            table.add(
                "\(shown(record.tag))", Table.Cell(status.words, status == .accepted ? .free : .faulty),
                "\(record.expires?.local(now: now) ?? "")", "\(record.group.map(shown) ?? "")", "\(record.note ?? "")",
                "the list")
        }
        for tag in list.configured {
            table.add("\(shown(tag))", Table.Cell(Authorization.accepted.words, .free), "", "", "", "the configuration")
        }
        let count = counted(list.records.count, "tag")
        return table.lines(for: terminal) + ["The list has \(count), version \(list.version)."]
    }

    /// What became of bringing stations' lists up to date.
    package static func pushes(_ pushes: [ListPush], for terminal: Terminal) -> [String] {
        pushes.map { push in
            let words =
                switch push.outcome {
                case .sent: "has version \(push.version ?? 0) now, in \(counted(push.messages, "message"))."
                case .upToDate: "had version \(push.version ?? 0) already."
                case .unsupported: "keeps no list of tags."
                case .failed: "could not be brought up to date. \(push.reason ?? "")"
                }
            return terminal.tinted(
                terminal.clean("Station \(push.station) \(words)"), push.outcome == .failed ? .faulty : .free)
        }
    }

    private func shown(_ tag: Tag) -> String { isFull ? tag.text : tag.masked }
}

extension Authorization {
    package var words: String {
        switch self {
        case .accepted: "yes"
        case .blocked: "no, blocked"
        case .expired: "no, expired"
        case .invalid: "no"
        case .concurrentTransaction: "charges elsewhere"
        }
    }
}
