import Charging

extension Language16 {
    /// Which register a session counts by, as far as it is known now.
    struct Figures {
        /// The assigned meter's, and not the station's own.
        let countsByMeter: Bool
        /// The register at the start, in Wh.
        let start: ExactDecimal?
        private let session: Session

        init(_ session: Session) {
            self.session = session
            countsByMeter =
                !session.meterSegments.isEmpty
                && session.flags.isDisjoint(with: [.meterShared, .meterUnavailable])
            start = countsByMeter ? session.meterSegments.first?.start.register : session.stationRegister.start
        }

        /// The energy between the start and a mark of the meter in whole Wh, over resets and exchanges; `nil` where the
        /// mark is none of this session.
        func energy(until mark: MeterMark) -> Int64? {
            guard countsByMeter, mark.at <= session.stopped ?? mark.at,
                let last = session.meterSegments.lastIndex(where: { $0.start.at <= mark.at })
            else { return nil }
            var sum = mark.register.minus(session.meterSegments[last].start.register)
            for segment in session.meterSegments[..<last] {
                sum = segment.stop.register.minus(segment.start.register).flatMap { sum?.plus($0) }
            }
            return sum?.rounded
        }
    }
}
