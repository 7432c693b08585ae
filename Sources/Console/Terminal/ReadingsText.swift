package import Charging
package import Gateway

/// What meters showed, on a terminal.
package enum ReadingsText {
    /// Energy registers and power, a line a register; without `register` those that count up.
    package static func readings(
        _ readings: [ReadingReport], register: OBIS?, now: Timestamp, for terminal: Terminal
    ) -> [String] {
        var table = Table("READ", "REGISTER", .number("VALUE"), "UNIT", "THOUGHT OF IT", "METER'S TIME", "NUMBER", "BY")
        for reading in readings {
            for value in reading.registers {
                guard register.map({ $0 == value.register }) ?? (value.judgement != nil) else { continue }
                let judgement = value.judgement ?? .normal
                table.add(
                    "\(time(reading.at, now))", "\(value.register)", "\(value.value)", "\(value.unit)",
                    Table.Cell(judgement.words, judgement.isSmooth ? nil : .waiting),
                    "\(reading.measuredAt.map { time($0, now) } ?? "")", "\(reading.serialNumber ?? "")",
                    "\(reading.origin?.rawValue ?? "")")
            }
        }
        return table.lines(for: terminal)
    }

    package static func quarterHours(_ decided: QuarterHours, now: Timestamp, for terminal: Terminal) -> [String] {
        var table = Table("QUARTER HOUR", "REGISTER", .number("VALUE"), "QUALITY", .number("SEGMENT"), "READ")
        var missing = decided.missing[...]
        func add(_ range: MissingQuarterHours) {
            let span = range.count == 1 ? "" : " to \(range.last.local(now: now))"
            table.add(
                Table.Cell(range.first.local(now: now) + span),
                Table.Cell(range.registers.sorted().map(\.rawValue).joined(separator: ", ")), "",
                Table.Cell("missing: \(range.reason.words)", .waiting), "", "")
        }
        for value in decided.values {
            while let range = missing.first, range.first <= value.at { add(missing.removeFirst()) }
            let clock = value.untrusted == true ? ", clock not synchronised" : ""
            table.add(
                "\(value.at.local(now: now))", "\(value.register)", "\(value.value)",
                Table.Cell(value.quality.rawValue + clock, value.quality == .measured ? nil : .off),
                "\(value.segment)", "\(value.sources.map { time($0.at, now) }.joined(separator: ", "))")
        }
        for range in missing { add(range) }
        return table.lines(for: terminal)
    }

    package static func segments(_ segments: [RegisterSegment], now: Timestamp, for terminal: Terminal) -> [String] {
        var table = Table(
            "REGISTER", .number("SEGMENT"), "SINCE", "BECAUSE", .number("FROM"), .number("BEFORE"), "NUMBER")
        for segment in segments {
            table.add(
                "\(segment.register)", "\(segment.number)", "\(segment.at.local(now: now))",
                Table.Cell(segment.began.words, segment.began == .first ? nil : .waiting), "\(segment.start)",
                "\(segment.before?.description ?? "")", "\(segment.serialNumber ?? "")")
        }
        return table.lines(for: terminal)
    }

    package static func gaps(_ gaps: [MeterGap], now: Timestamp, for terminal: Terminal) -> [String] {
        var table = Table("READ BEFORE", "READ AGAIN", "SILENT FOR", "BECAUSE", "DETAIL")
        for gap in gaps {
            table.add(
                "\(gap.from.local(now: now))", "\(gap.to.local(now: now))", "\((gap.to - gap.from).words)",
                "\(gap.reason?.words ?? "nobody was there to notice")", "\(gap.detail ?? "")")
        }
        return table.lines(for: terminal)
    }

    /// With seconds, which tell how near to a quarter hour it was.
    private static func time(_ moment: Timestamp, _ now: Timestamp) -> String {
        let seconds = ((moment.seconds % 60) + 60) % 60
        return "\(moment.local(now: now)):\(seconds < 10 ? "0" : "")\(seconds)"
    }
}
