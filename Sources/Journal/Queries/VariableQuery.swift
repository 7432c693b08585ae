package import Charging
import GRDB

/// A variable of a station, and when it was last reported.
package struct KnownVariable: Hashable, Codable, Sendable {
    package var at: Timestamp
    package var variable: DeviceVariable
}

extension Journal {
    /// What the station last reported of its make, by name; only names that begin so.
    package func variables(
        of station: StationID, prefix: String = "", limit: Int = 5000
    ) async throws(JournalError) -> [KnownVariable] {
        try await store.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT at, body FROM variable WHERE station = ? AND substr(name, 1, ?) = ?
                    ORDER BY name, attribute LIMIT ?
                    """,
                arguments: [station.rawValue, prefix.count, prefix, limit]
            ).map {
                KnownVariable(
                    at: Timestamp(microseconds: $0["at"]),
                    variable: try BodyCoder.plain.decode(DeviceVariable.self, from: $0["body"]))
            }
        }
    }
}
