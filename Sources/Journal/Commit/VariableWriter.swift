import Charging
import GRDB

/// Keeps each station's device model as it was last reported.
struct VariableWriter {
    var db: Database

    /// A station has some hundred variables; one that reports without end is cut off here, though every report is in
    /// the journal.
    static let mostOfAStation = 5000

    func write(_ report: DeviceReport, of station: StationID, at moment: Timestamp, seq: Int64) throws {
        var count = try Int.fetchOne(
            db.cachedStatement(sql: "SELECT count(*) FROM variable WHERE station = ?"), arguments: [station.rawValue])
        for variable in report.variables where count ?? 0 < Self.mostOfAStation {
            let upsert = try db.cachedStatement(
                sql: """
                    INSERT INTO variable(station, name, attribute, seq, at, value, body) VALUES (?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT DO UPDATE SET seq = excluded.seq, at = excluded.at, value = excluded.value,
                    body = excluded.body
                    """)
            try upsert.execute(arguments: [
                station.rawValue, variable.name.description, variable.attribute, seq, moment.microseconds,
                variable.value, try BodyCoder.plain.encode(variable),
            ])
            count = (count ?? 0) + 1
        }
    }
}
