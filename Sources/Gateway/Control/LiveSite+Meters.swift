package import Charging
package import Journal

// How meters do, and what is looked up in their record.
extension LiveSite {
    package func readings(_ query: ReadingQuery) async throws(ControlError) -> [ReadingReport] {
        try await lookUp(query) { try await journal.readings(query).compactMap(ReadingReport.init) }
    }

    package func quarterHours(_ query: ReadingQuery) async throws(ControlError) -> QuarterHours {
        try await lookUp(query) { try await journal.quarterHours(query) }
    }

    package func segments(_ query: ReadingQuery) async throws(ControlError) -> [RegisterSegment] {
        try await lookUp(query) { try await journal.segments(query) }
    }

    package func gaps(_ query: ReadingQuery) async throws(ControlError) -> [MeterGap] {
        try await lookUp(query) { try await journal.gaps(query) }
    }

    /// A meter that is no longer configured still has its record.
    private func lookUp<Found>(
        _ query: ReadingQuery, _ body: () async throws -> Found
    ) async throws(ControlError) -> Found {
        let isKnown = await journal.site().meters[query.meter] != nil
        guard isKnown || configuration.meter.contains(where: { $0.id == query.meter }) else { throw .unknownMeter }
        do {
            return try await body()
        } catch {
            throw .storage(String(describing: error))
        }
    }

    func meters(_ site: Site, at now: Timestamp) -> [StatusReport.Meter] {
        configuration.meter.map { meter in
            let ledger = site.meters[meter.id]
            let reading = ledger?.last?.reading
            let age = reading.map { max(0, (now - $0.at).components.seconds) }
            let isSilent = isSilent(age, meter)
            var report = StatusReport.Meter(
                id: meter.id, bus: meter.bus, serialNumber: reading?.serialNumber,
                wattHours: ledger?.mark?.register, watts: isSilent ? nil : reading?[.power],
                lastReading: reading?.at, ageSeconds: age, silent: isSilent)
            if let ledger { report.take(ledger) }
            return report
        }
    }

    func isSilent(_ age: Int64?, _ meter: MeterSection) -> Bool {
        age.map { $0 > Int64(configuration.interval(of: meter)) * 3 + 5 } ?? true
    }

    /// The power through a meter now; `nil` once it is too old to be called that.
    func watts(_ meter: MeterID?, _ site: Site, at now: Timestamp) -> Int64? {
        guard let meter, let reading = site.meters[meter]?.last?.reading,
            now - reading.at <= site.rules.patience(with: meter)
        else { return nil }
        return reading[.power]?.rounded
    }
}
