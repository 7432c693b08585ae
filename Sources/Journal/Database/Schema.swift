import GRDB

/// The tables of the data file. `user_version` says which migrations it has seen.
enum Schema {
    /// `OHMS`, by which tools like file(1) know whose database this is.
    static let applicationID: Int64 = 0x4F48_4D53

    /// A migration is never changed once released; a new shape is a new one at the end.
    private static let migrations: [@Sendable (Database, BodyCoder) throws -> Void] = [
        { db, _ in try db.execute(sql: version1) },
        { db, _ in try db.execute(sql: version2) },
        { db, _ in try db.execute(sql: readings) },
        { db, coder in try moveTags(db, coder) },
        { db, _ in try db.execute(sql: snapshotPieces) },
    ]

    static var newest: Int { migrations.count }

    /// Refuses what this program must not touch, before anything is written.
    static func check(_ db: Database, path: String) throws {
        let applicationID = try Int64.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        if applicationID != Self.applicationID {
            let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
            guard applicationID == 0, version == 0, tables == 0 else { throw JournalError.foreign(path) }
        }
        guard version <= newest else {
            throw JournalError(
                reason: .newer,
                message: "The data file \(path) was written by a newer version of Ohmstead (schema \(version); this "
                    + "program knows up to \(newest)).",
                hint: "Install that version again, or restore the backup that was made before it.")
        }
    }

    /// Each step is one commit, so whatever interrupts it leaves the file as it was before that step. Only tests bring a
    /// file up to less than the newest.
    static func migrate(_ db: Database, _ coder: BodyCoder, upTo newest: Int = newest) throws {
        let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        for number in version..<max(version, newest) {
            try db.inTransaction(.immediate) {
                try migrations[number](db, coder)
                try db.execute(sql: "PRAGMA application_id = \(applicationID); PRAGMA user_version = \(number + 1)")
                return .commit
            }
        }
    }

    /// Kinds that come with every meter value have no index, so that an entry of them costs no page of its own.
    static let rareKinds = "kind NOT IN ('transaction.metered', 'meter.reading')"

    /// Kinds that people look up, the newest first.
    static let pagedKinds = "kind IN ('station.security', 'transaction.correction')"

    private static let version1 = """
        CREATE TABLE property(name TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID;

        -- One run of the operating system.
        CREATE TABLE boot(number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE) STRICT;

        -- The record. Times are microseconds, at since 1970 UTC and monotonic since the boot.
        CREATE TABLE entry(
            seq INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            boot INTEGER NOT NULL,
            monotonic INTEGER NOT NULL,
            trusted INTEGER NOT NULL,
            kind TEXT NOT NULL,
            version INTEGER NOT NULL,
            subject TEXT NOT NULL,
            body TEXT NOT NULL
        ) STRICT;
        -- Grows at its end like the table, so an insertion touches one page that is in memory already.
        CREATE INDEX entry_rare ON entry(seq, kind) WHERE \(rareKinds);

        -- Projections: each row says in another order what an entry says.
        CREATE TABLE session(
            seq INTEGER PRIMARY KEY,
            station TEXT NOT NULL,
            "transaction" INTEGER NOT NULL UNIQUE,
            started INTEGER NOT NULL,
            body TEXT NOT NULL
        ) STRICT;
        CREATE INDEX session_station ON session(station);
        -- Starts and stops as they were told, to know them again when they are told again.
        CREATE TABLE start(
            seq INTEGER PRIMARY KEY,
            station TEXT NOT NULL,
            at INTEGER NOT NULL,
            evse INTEGER NOT NULL,
            tag TEXT NOT NULL,
            register TEXT NOT NULL,
            "transaction" INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX start_station ON start(station, at);
        -- Only stops that named a transaction by another id than ours.
        CREATE TABLE stop(
            seq INTEGER PRIMARY KEY,
            station TEXT NOT NULL,
            at INTEGER NOT NULL,
            reported INTEGER NOT NULL,
            register TEXT NOT NULL,
            "transaction" INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX stop_station ON stop(station, at);
        CREATE TABLE meter_mark(
            meter TEXT NOT NULL,
            at INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            register TEXT NOT NULL,
            serial TEXT,
            PRIMARY KEY (meter, at, seq)
        ) STRICT, WITHOUT ROWID;

        -- The site's state after the entry seq: spares a start from folding everything.
        CREATE TABLE snapshot(seq INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;

        CREATE TABLE uplink(name TEXT PRIMARY KEY, cursor INTEGER NOT NULL DEFAULT 0, scratch BLOB) STRICT, WITHOUT ROWID;
        CREATE TABLE delivery(
            uplink TEXT NOT NULL,
            seq INTEGER NOT NULL,
            verdict TEXT NOT NULL,
            reason TEXT,
            at INTEGER NOT NULL,
            PRIMARY KEY (uplink, seq)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX delivery_waiting ON delivery(uplink, seq) WHERE verdict IN ('parked', 'retry');

        CREATE TRIGGER entry_stays BEFORE UPDATE ON entry BEGIN SELECT raise(ABORT, 'an entry never changes'); END;
        CREATE TRIGGER entry_remains BEFORE DELETE ON entry BEGIN SELECT raise(ABORT, 'an entry is never removed'); END;
        CREATE TRIGGER session_stays BEFORE UPDATE ON session
            BEGIN SELECT raise(ABORT, 'a final session never changes'); END;
        CREATE TRIGGER session_remains BEFORE DELETE ON session
            BEGIN SELECT raise(ABORT, 'a final session is never removed'); END;
        """
}

extension Schema {
    fileprivate static let version2 = """
        -- The final sessions of stations that name their transactions themselves.
        CREATE TABLE named(
            station TEXT NOT NULL,
            name TEXT NOT NULL,
            "transaction" INTEGER NOT NULL,
            PRIMARY KEY (station, name)
        ) STRICT, WITHOUT ROWID;
        -- The device model of each station, as last reported.
        CREATE TABLE variable(
            station TEXT NOT NULL,
            name TEXT NOT NULL,
            attribute TEXT NOT NULL,
            seq INTEGER NOT NULL,
            at INTEGER NOT NULL,
            value TEXT,
            body TEXT NOT NULL,
            PRIMARY KEY (station, name, attribute)
        ) STRICT, WITHOUT ROWID;
        """

    fileprivate static let snapshotPieces = """
        -- A snapshot is written piece by piece; its row in snapshot comes last and says how many there are besides it.
        CREATE TABLE snapshot_piece(
            seq INTEGER NOT NULL,
            piece INTEGER NOT NULL,
            body TEXT NOT NULL,
            PRIMARY KEY (seq, piece)
        ) STRICT;
        ALTER TABLE snapshot ADD COLUMN pieces INTEGER NOT NULL DEFAULT 0;
        """
}

extension JournalError {
    static func foreign(_ path: String) -> JournalError {
        JournalError(
            reason: .foreign, message: "The file \(path) is not a data file of Ohmstead.",
            hint: "Give the data file another path, or move that file away.")
    }
}
