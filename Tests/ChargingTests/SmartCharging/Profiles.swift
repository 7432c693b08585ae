import Charging

// Short spellings for charging profiles in tests.

func time(_ text: String) -> Timestamp { ISO8601(text)!.timestamp }
func decimal(_ text: String) -> ExactDecimal { ExactDecimal(text)! }

extension ChargingSchedule.Period {
    static func from(_ seconds: Int, _ limit: String, phases: Int? = nil) -> Self {
        Self(startSeconds: seconds, limit: decimal(limit), phases: phases)
    }
}

extension ChargingProfile {
    static func make(
        _ id: Int, _ purpose: Purpose = .txDefaultProfile, level: Int = 0, kind: Kind = .absolute,
        recurrency: Recurrency? = nil, transaction: Int64? = nil, unit: RateUnit = .ampere,
        start: String? = "2026-01-05T00:00:00Z", duration: Int? = nil,
        periods: [ChargingSchedule.Period] = [.from(0, "16")]
    ) -> ChargingProfile {
        ChargingProfile(
            id: id, stackLevel: level, purpose: purpose, kind: kind, recurrency: recurrency,
            transaction: TransactionID(transaction),
            schedule: ChargingSchedule(
                unit: unit, start: kind == .relative ? nil : start.map { time($0) }, durationSeconds: duration,
                periods: periods))
    }
}

extension ProfileRules {
    /// Two EVSEs; transaction 7 runs on the first.
    static func test(_ replacing: Replacing = .sameID) -> ProfileRules {
        ProfileRules(
            replacing: replacing, evses: [1, 2], highestStackLevel: 8, running: [1: TransactionID(7)!])
    }
}

extension ProfileBook {
    /// A book with these in it, whatever they replace.
    init(_ profiles: [(evse: Int, profile: ChargingProfile)]) {
        self.init()
        for (evse, profile) in profiles { _ = set(profile, on: evse, by: .test(.sameLevel)) }
    }
}

extension CompositeSchedule {
    /// `0:16 3600:10`, with `-` where nothing limits.
    var written: String {
        periods.map { "\($0.startSeconds):\($0.limit.map { "\($0)" } ?? "-")" }.joined(separator: " ")
    }
}
