import Charging
import GRDB

/// Writes entries and what follows from them. Statements are cached and take positional arguments, because this runs
/// for every message of every station.
struct EntryWriter {
    var db: Database
    var coder: BodyCoder

    func insert(_ entry: Entry, boot: Int64) throws {
        let body = try coder.encode(entry.fact)
        let insertion = try db.cachedStatement(
            sql: """
                INSERT INTO entry(seq, at, boot, monotonic, trusted, kind, version, subject, body)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        let kind = entry.fact.kind
        try insertion.execute(arguments: [
            entry.seq, entry.stamp.at.microseconds, boot, entry.stamp.monotonic, entry.stamp.trusted, kind.rawValue,
            kind.version, entry.subject.description, body,
        ])
        try project(entry, body: body)
    }

    private func project(_ entry: Entry, body: String) throws {
        switch (entry.fact, entry.subject) {
        case (.sessionFinal(let session), _): try project(session, seq: entry.seq, body: body)
        case (.transactionStarted(let started), .station(let station)):
            try project(started, at: station, seq: entry.seq)
        case (.transactionEnded(let ended), .station(let station)): try project(ended, at: station, seq: entry.seq)
        case (.reading(let judged), .meter(let meter)):
            try ReadingWriter(db: db, meter: meter, seq: entry.seq).write(judged)
        case (.quarterHours(let decided), .meter(let meter)):
            try ReadingWriter(db: db, meter: meter, seq: entry.seq).write(decided)
        case (.gap(let gap), .meter(let meter)):
            try ReadingWriter(db: db, meter: meter, seq: entry.seq).write(gap)
        case (.variables(let report), .station(let station)):
            try VariableWriter(db: db).write(report, of: station, at: entry.stamp.at, seq: entry.seq)
        case (.localList(let update), _): try TagTables(db: db, coder: coder).change(update)
        case (.learned(let learned), _):
            try TagTables(db: db, coder: coder).learn(learned, at: entry.stamp.at, seq: entry.seq)
        case (.cacheCleared, _): try TagTables(db: db, coder: coder).forgetAnswers()
        default: break
        }
    }

    private func project(_ session: Session, seq: Int64, body: String) throws {
        let insertion = try db.cachedStatement(
            sql: #"INSERT INTO session(seq, station, "transaction", started, body) VALUES (?, ?, ?, ?, ?)"#)
        try insertion.execute(arguments: [
            seq, session.station.rawValue, session.transaction.number, session.started.microseconds, body,
        ])
        guard let name = session.name else { return }
        let naming = try db.cachedStatement(
            sql: #"INSERT OR IGNORE INTO named(station, name, "transaction") VALUES (?, ?, ?)"#)
        try naming.execute(arguments: [session.station.rawValue, name, session.transaction.number])
    }

    private func project(_ started: StartedTransaction, at station: StationID, seq: Int64) throws {
        guard let start = started.start, start.telling == nil, let tag = start.tag, let register = start.register
        else { return }
        let insertion = try db.cachedStatement(
            sql: """
                INSERT INTO start(seq, station, at, evse, tag, register, "transaction") VALUES (?, ?, ?, ?, ?, ?, ?)
                """)
        try insertion.execute(arguments: [
            seq, station.rawValue, start.timestamp.microseconds, start.evse, coder.seal(tag), register.description,
            started.id.number,
        ])
    }

    private func project(_ ended: EndedTransaction, at station: StationID, seq: Int64) throws {
        guard let end = ended.end, end.telling == nil, end.transaction != Int64(ended.id.number),
            let register = end.register
        else { return }
        let insertion = try db.cachedStatement(
            sql: #"INSERT INTO stop(seq, station, at, reported, register, "transaction") VALUES (?, ?, ?, ?, ?, ?)"#)
        try insertion.execute(arguments: [
            seq, station.rawValue, end.timestamp.microseconds, end.transaction, register.description,
            ended.id.number,
        ])
    }
}
