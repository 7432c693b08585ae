package import Charging
package import Journal

/// What people look up in the record of a meter. Each answer is bounded by the question's limit.
package protocol MeterControl: Sendable {
    /// Readings as they were read, oldest first.
    func readings(_ query: ReadingQuery) async throws(ControlError) -> [ReadingReport]

    /// Its energy registers on quarter hours, as far as they are decided.
    func quarterHours(_ query: ReadingQuery) async throws(ControlError) -> QuarterHours

    /// The segments of its registers.
    func segments(_ query: ReadingQuery) async throws(ControlError) -> [RegisterSegment]

    /// When it gave nothing, though it should have.
    func gaps(_ query: ReadingQuery) async throws(ControlError) -> [MeterGap]
}

/// A reading in the record, for people and programs.
package struct ReadingReport: Codable, Hashable, Sendable {
    /// One register of it, exactly as read.
    package struct Register: Codable, Hashable, Sendable {
        package var register: OBIS
        package var value: ExactDecimal
        package var unit: String
        package var raw: String
        /// What was thought of it; `nil` for what does not count up.
        package var judgement: Judgement?
    }

    /// Its number in the journal.
    package var seq: Int64
    /// When the meter was read.
    package var at: Timestamp
    /// When the meter says that it measured.
    package var measuredAt: Timestamp?
    /// The box's clock was synchronised then.
    package var clockTrusted: Bool
    package var serialNumber: String?
    package var origin: ReadingOrigin?
    package var profile: String?
    package var registers: [Register]

    package init(seq: Int64, _ judged: JudgedReading, clockTrusted: Bool) {
        let reading = judged.reading
        self.seq = seq
        self.clockTrusted = clockTrusted
        (at, measuredAt, serialNumber) = (reading.at, reading.measuredAt, reading.serialNumber)
        (origin, profile) = (reading.origin, reading.profile)
        registers = reading.registers.map {
            Register(
                register: $0.obis, value: $0.value, unit: $0.unit, raw: $0.raw,
                judgement: $0.obis.isEnergyRegister ? judged.judgement(of: $0.obis) : nil)
        }
    }

    init?(_ entry: Entry) {
        guard case .reading(let judged) = entry.fact else { return nil }
        self.init(seq: entry.seq, judged, clockTrusted: entry.stamp.trusted)
    }
}
