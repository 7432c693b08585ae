import Charging
import GRDB

/// What the record already holds, read inside the transaction that is about to add to it.
struct RecordedHistory: History {
    var db: Database
    var coder = BodyCoder.plain

    func session(of transaction: TransactionID, at station: StationID) throws -> Session? {
        let query = try db.cachedStatement(
            sql: #"SELECT body FROM session WHERE "transaction" = ? AND station = ?"#)
        return try String.fetchOne(query, arguments: [transaction.number, station.rawValue])
            .map { try coder.decode(Session.self, from: $0) }
    }

    func session(named name: String, at station: StationID) throws -> Session? {
        let query = try db.cachedStatement(
            sql: """
                SELECT session.body FROM named
                JOIN session ON session."transaction" = named."transaction" AND session.station = named.station
                WHERE named.station = ? AND named.name = ?
                """)
        return try String.fetchOne(query, arguments: [station.rawValue, name])
            .map { try coder.decode(Session.self, from: $0) }
    }

    /// Starts and stops are compared as they were told: a session's own times may be the box's, where the station's
    /// clock was wrong.
    func session(startedLike start: TransactionStart, at station: StationID) throws -> Session? {
        let query = try db.cachedStatement(
            sql: """
                SELECT start.tag, start.register, session.body FROM start
                JOIN session ON session."transaction" = start."transaction" AND session.station = start.station
                WHERE start.station = ? AND start.at = ? AND start.evse = ?
                """)
        let rows = try Row.fetchAll(query, arguments: [station.rawValue, start.timestamp.microseconds, start.evse])
        let same = rows.first {
            coder.open($0["tag"])?.lowercased() == start.tag?.lowercased()
                && ExactDecimal($0["register"] as String) == start.register
        }
        return try same.map { try coder.decode(Session.self, from: $0["body"]) }
    }

    func session(endedLike end: TransactionEnd, at station: StationID) throws -> Session? {
        let query = try db.cachedStatement(
            sql: """
                SELECT stop.register, session.body FROM stop
                JOIN session ON session."transaction" = stop."transaction" AND session.station = stop.station
                WHERE stop.station = ? AND stop.at = ? AND stop.reported = ?
                """)
        let rows = try Row.fetchAll(query, arguments: [station.rawValue, end.timestamp.microseconds, end.transaction])
        let same = rows.first { ExactDecimal($0["register"] as String) == end.register }
        return try same.map { try coder.decode(Session.self, from: $0["body"]) }
    }

    func mark(of meter: MeterID, atOrBefore moment: Timestamp) throws -> MeterMark? {
        try mark("at <= ? ORDER BY at DESC, seq DESC", meter, moment)
    }

    func mark(of meter: MeterID, atOrAfter moment: Timestamp) throws -> MeterMark? {
        try mark("at >= ? ORDER BY at, seq", meter, moment)
    }

    private func mark(_ condition: String, _ meter: MeterID, _ moment: Timestamp) throws -> MeterMark? {
        let query = try db.cachedStatement(
            sql: "SELECT at, register, serial FROM meter_mark WHERE meter = ? AND \(condition) LIMIT 1")
        guard let row = try Row.fetchOne(query, arguments: [meter.rawValue, moment.microseconds]) else { return nil }
        guard let register = ExactDecimal(row["register"] as String) else { return nil }
        return MeterMark(
            meter: meter, serialNumber: row["serial"], at: Timestamp(microseconds: row["at"]), register: register)
    }
}
