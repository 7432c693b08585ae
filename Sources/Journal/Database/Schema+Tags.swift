import Charging
import GRDB

extension Schema {
    /// Gives the tags tables of their own. They stood in the snapshot before.
    static func moveTags(_ db: Database, _ coder: BodyCoder) throws {
        try db.execute(sql: tagTables)
        try VaultCheck.insist(on: coder, db)
        var site = try TagsOfSnapshot.read(db, coder)
        let entries = try EntryQuery(after: site.seq, through: .max, kinds: FactKind.ofTags).cursor(db, coder)
        while let entry = try entries.next() {
            switch entry.fact {
            case .localList(let update): _ = site.list.apply(update)
            case .learned(let learned): site.cache.learn(learned.tag, learned.answer, at: entry.stamp.at)
            case .cacheCleared: site.cache.clear()
            default: break
            }
        }
        try TagTables(db: db, coder: coder).fill(site.list, site.cache)
        try db.execute(
            sql: """
                UPDATE snapshot SET body = json_remove(body, '$.settled.localList', '$.settled.cache')
                WHERE json_valid(body)
                """)
    }

    private static let tagTables = """
        -- The site's list of tags; property list_version says which version of it.
        CREATE TABLE listed(
            tag TEXT PRIMARY KEY,
            status TEXT NOT NULL,
            expires INTEGER,
            "group" TEXT,
            note TEXT
        ) STRICT, WITHOUT ROWID;
        -- What clouds said of tags, each with the entry it came by.
        CREATE TABLE answered(
            seq INTEGER PRIMARY KEY,
            tag TEXT NOT NULL UNIQUE,
            status TEXT NOT NULL,
            expires INTEGER,
            "group" TEXT,
            learned INTEGER NOT NULL
        ) STRICT;
        -- Kinds that people page through, the newest first: of all stations, and of one.
        CREATE INDEX entry_paged ON entry(kind, seq) WHERE \(pagedKinds);
        CREATE INDEX entry_paged_subject ON entry(kind, subject, seq) WHERE \(pagedKinds);
        """
}

/// What a snapshot from before that says of tags.
private struct TagsOfSnapshot {
    var seq: Int64 = 0
    var list = LocalList()
    var cache = AuthorizationCache()

    /// One that cannot be read is passed over; then everything is folded.
    static func read(_ db: Database, _ coder: BodyCoder) throws -> TagsOfSnapshot {
        guard let row = try Row.fetchOne(db, sql: "SELECT seq, body FROM snapshot ORDER BY seq DESC LIMIT 1"),
            let seq = try? row.decode(Int64.self, forColumn: "seq"),
            let body = try? row.decode(String.self, forColumn: "body"),
            let settled = try? coder.decode(Body.self, from: body).settled
        else { return TagsOfSnapshot() }
        return TagsOfSnapshot(
            seq: seq, list: LocalList(version: settled.localList.version, records: settled.localList.records),
            cache: AuthorizationCache(settled.cache.map { .init(key: $0.key, answer: $0.answer, learned: $0.learned) }))
    }

    private struct Body: Decodable {
        struct Settled: Decodable {
            var localList: List
            var cache: [Answer]
        }

        struct List: Decodable {
            var version: Int
            var records: [TagRecord]
        }

        struct Answer: Decodable {
            var key: Tag
            var answer: TagAnswer
            var learned: Timestamp
        }

        var settled: Settled
    }
}
