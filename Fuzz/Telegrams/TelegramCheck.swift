import Charging
package import Telegrams

/// What has to hold for any bytes that a serial line carries. It ends the process where it does not.
package enum TelegramCheck {
    /// The bytes as a line brings them, and again as the content of a telegram whose checksum is right: what a damaged
    /// line cannot make, a faulty meter can.
    package static func run(_ bytes: [UInt8], _ format: TelegramFormat) {
        checkStream(bytes, format)
        checkStream(Envelope.around(bytes, format), format)
    }

    private static func checkStream(_ bytes: [UInt8], _ format: TelegramFormat) {
        var reader = TelegramReader(format)
        let outcomes = reader.feed(bytes)
        checkCounters(of: reader, outcomes, bytes)
        for outcome in outcomes {
            switch outcome {
            case .telegram(let telegram): check(telegram)
            case .damaged(let damage): demand(!damage.description.isEmpty, "damage without a word")
            }
        }
        checkCutting(bytes, outcomes, reader)
        checkRecovery(of: &reader, after: bytes)
    }

    private static func checkCounters(of reader: TelegramReader, _ outcomes: [TelegramOutcome], _ bytes: [UInt8]) {
        let counters = reader.counters
        demand(counters.telegrams + counters.damaged == outcomes.count, "\(counters) for \(outcomes)")
        demand((0...bytes.count).contains(counters.discardedBytes), "\(counters) of \(bytes.count) bytes")
    }

    private static func check(_ telegram: Telegram) {
        check(telegram.registers)
        demand(telegram.serialNumber != "", "a serial number without a character")
        demand(Set(telegram.attached.map(\.channel)).count == telegram.attached.count, "a channel twice")
        for meter in telegram.attached {
            demand(!meter.registers.isEmpty, "a meter without a register")
            check(meter.registers)
        }
        for notice in telegram.notices { demand(!notice.description.isEmpty, "a notice without a word") }
    }

    private static func check(_ registers: [RegisterValue]) {
        demand(Set(registers.map(\.obis)).count == registers.count, "a register twice: \(registers)")
        for register in registers {
            demand(!register.unit.isEmpty, "\(register) has no unit")
            demand(!register.raw.isEmpty && register.raw.utf8.count.isMultiple(of: 2), "\(register) has no bytes")
        }
    }

    private static func checkCutting(_ bytes: [UInt8], _ outcomes: [TelegramOutcome], _ whole: TelegramReader) {
        var reader = TelegramReader(whole.format)
        demand(bytes.flatMap { reader.feed([$0]) } == outcomes, "byte by byte is something else")
        demand(reader.counters == whole.counters, "byte by byte counts \(reader.counters), not \(whole.counters)")
    }

    /// Whatever came before, a good telegram is read once the longest bad one is over.
    private static func checkRecovery(of reader: inout TelegramReader, after bytes: [UInt8]) {
        let good = Envelope.good(reader.format)
        var alone = TelegramReader(reader.format)
        guard let wanted = alone.feed(good).first else { fatalError("the good telegram is none") }
        for _ in 0...(2 * TelegramReader.maximumBytes / good.count + 2) where reader.feed(good).contains(wanted) {
            return
        }
        fatalError("nothing is read any more after \(bytes)")
    }

    // An optimised build is told no reason by a precondition.
    private static func demand(_ condition: Bool, _ otherwise: @autoclosure () -> String) {
        if !condition { fatalError(otherwise()) }
    }
}
