import Charging
import GRDB

/// Keeps each station's device model as it was last reported.
struct VariableWriter {
    var db: Database

    /// A station has some hundred variables; of one that reports without end no more are kept here, though every
    /// report is in the journal.
    static let mostOfAStation = 5000

    func write(_ report: DeviceReport, of station: StationID, at moment: Timestamp, seq: Int64) throws {
        var count = try Int.fetchOne(
            db.cachedStatement(sql: "SELECT count(*) FROM variable WHERE station = ?"), arguments: [station.rawValue])!
        for variable in report.variables {
            let name = variable.name.description
            let told: StatementArguments = [
                seq, moment.microseconds, variable.value, try BodyCoder.plain.encode(variable),
            ]
            let update = try db.cachedStatement(
                sql: """
                    UPDATE variable SET seq = ?, at = ?, value = ?, body = ?
                    WHERE station = ? AND name = ? AND attribute = ?
                    """)
            try update.execute(arguments: told + [station.rawValue, name, variable.attribute])
            guard db.changesCount == 0, count < Self.mostOfAStation else { continue }
            let insertion = try db.cachedStatement(
                sql: """
                    INSERT INTO variable(seq, at, value, body, station, name, attribute) VALUES (?, ?, ?, ?, ?, ?, ?)
                    """)
            try insertion.execute(arguments: told + [station.rawValue, name, variable.attribute])
            count += 1
        }
    }
}
