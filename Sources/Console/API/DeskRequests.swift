package import Charging
package import Gateway

/// A change of the site's list of tags, as the API takes it.
package struct TagChange: Codable, Hashable, Sendable {
    package var tag: String
    package var status: Authorization?
    package var expires: Timestamp?
    package var group: String?
    package var note: String?
    /// Takes it off the list; the rest says nothing then.
    package var remove: Bool?

    package init(_ tag: String) { self.tag = tag }

    package func validated() throws(APIFailure) -> LocalListUpdate.Change {
        let known = try Self.tag(tag, "tag")
        if remove == true { return LocalListUpdate.Change(deleting: known) }
        let group = try group.map { text throws(APIFailure) in try Self.tag(text, "group") }
        guard note.map({ $0.count <= TagRecord.longestNote }) ?? true else {
            throw APIFailure(
                code: "bad-request", message: "A note has at most \(TagRecord.longestNote) characters.",
                remedy: "Write a shorter one.")
        }
        return LocalListUpdate.Change(
            TagRecord(tag: known, status: status ?? .accepted, expires: expires, group: group, note: note))
    }

    static func tag(_ text: String, _ name: String) throws(APIFailure) -> Tag {
        guard let tag = Tag(text) else {
            throw APIFailure(
                code: "bad-request", message: "\"\(text.prefix(40))\" cannot be a \(name).",
                remedy: "A \(name) has 1 to \(Tag.longest) printable characters.")
        }
        return tag
    }
}

/// Several changes that are taken in together.
package struct TagChanges: Codable, Hashable, Sendable {
    package var changes: [TagChange]

    package init(_ changes: [TagChange]) { self.changes = changes }

    package func validated() throws(APIFailure) -> [LocalListUpdate.Change] {
        guard (1...LocalList.mostRecords).contains(changes.count) else {
            throw APIFailure(
                code: "bad-request", message: "A list changes by 1 to \(LocalList.mostRecords) tags at once.",
                remedy: "Send fewer at once.")
        }
        var validated: [LocalListUpdate.Change] = []
        for change in changes { validated.append(try change.validated()) }
        guard Set(validated.map(\.tag)).count == validated.count else {
            throw APIFailure(
                code: "bad-request", message: LocalListFault.duplicateTag.description,
                remedy: "Upper and lower case do not matter.")
        }
        return validated
    }
}

/// The list's version after a change.
package struct ListVersion: Codable, Hashable, Sendable {
    package var version: Int

    package init(version: Int) { self.version = version }
}

/// A place somebody wants to have kept, as the API takes it.
package struct ReservationRequest: Codable, Hashable, Sendable {
    package var station: String
    package var tag: String
    package var evse: Int?
    package var group: String?
    /// Until then, or for so long from now.
    package var until: Timestamp?
    package var seconds: Int?

    package init(station: String, tag: String) {
        self.station = station
        self.tag = tag
    }

    package func validated(at now: Timestamp) throws(APIFailure) -> ReservationWish {
        guard (1...255).contains(station.utf8.count) else {
            throw APIFailure(code: "bad-request", message: "No station is named.", remedy: "Add its id.")
        }
        let end = until ?? seconds.map { now + .seconds(min(max($0, 0), 366 * 86_400)) }
        guard let end, end > now, end < now + .hours(366 * 24) else {
            throw APIFailure(
                code: "bad-request", message: "A reservation ends within a year from now.",
                remedy: "Say until when, or for how long.")
        }
        if let evse, !(1...1000).contains(evse) {
            throw APIFailure(
                code: "bad-request", message: "There is no EVSE \(evse).", remedy: "EVSEs are counted from 1.")
        }
        return ReservationWish(
            station: StationID(station), evse: evse, tag: try TagChange.tag(tag, "tag"),
            group: try group.map { text throws(APIFailure) in try TagChange.tag(text, "group") }, until: end)
    }
}
