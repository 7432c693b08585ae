import Charging
import GRDB

/// Keeps what meters showed in the orders that questions need.
struct ReadingWriter {
    var db: Database
    var meter: MeterID
    var seq: Int64

    func write(_ judged: JudgedReading) throws {
        if let mark = judged.mark {
            try insert(
                "INSERT INTO meter_mark(meter, at, seq, register, serial) VALUES (?, ?, ?, ?, ?)",
                [meter.rawValue, mark.at.microseconds, seq, mark.register.description, mark.serialNumber])
        } else {
            try insert(
                "INSERT INTO unmarked_reading(meter, at, seq) VALUES (?, ?, ?)",
                [meter.rawValue, judged.reading.at.microseconds, seq])
        }
        for segment in judged.begins ?? [] {
            try insert(
                "INSERT OR IGNORE INTO register_segment(meter, register, number, at, seq, body) VALUES (?, ?, ?, ?, ?, ?)",
                [
                    meter.rawValue, segment.register.rawValue, segment.number, segment.at.microseconds, seq,
                    try BodyCoder.plain.encode(segment),
                ])
        }
    }

    /// A quarter hour that a wrong clock decided years ahead stays as it was decided first.
    func write(_ decided: QuarterHours) throws {
        for value in decided.values {
            guard let source = value.sources.first else { continue }
            let second = value.sources.dropFirst().first
            try insert(
                """
                INSERT OR IGNORE INTO quarter_hour(
                    meter, at, register, seq, quality, value, segment, serial, untrusted, source, source_at, second,
                    second_at
                ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    meter.rawValue, value.at.microseconds, value.register.rawValue, seq, value.quality.rawValue,
                    value.value.description, value.segment, value.serialNumber, value.untrusted == true, source.seq,
                    source.at.microseconds, second?.seq, second?.at.microseconds,
                ])
        }
        for range in decided.missing {
            for register in range.registers {
                try insert(
                    """
                    INSERT OR IGNORE INTO quarter_hours_missing(meter, first, register, last, seq, reason)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """,
                    [
                        meter.rawValue, range.first.microseconds, register.rawValue, range.last.microseconds, seq,
                        range.reason.rawValue,
                    ])
            }
        }
    }

    func write(_ gap: MeterGap) throws {
        try insert(
            "INSERT INTO meter_gap(meter, since, until, seq, body) VALUES (?, ?, ?, ?, ?)",
            [
                meter.rawValue, gap.from.microseconds, gap.to.microseconds, seq, try BodyCoder.plain.encode(gap),
            ])
    }

    private func insert(_ sql: String, _ arguments: StatementArguments) throws {
        try db.cachedStatement(sql: sql).execute(arguments: arguments)
    }
}
