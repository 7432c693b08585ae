/// The current a wallbox may draw when nobody tells it anything any more, and the schedules that make it fall back to
/// that by itself.
///
/// A site whose controller dies must not overload its fuse. So every limit carries its own end: the allocated current
/// first, the safe current as the last period of the *same* schedule, without a duration. In OCPP 1.6 a TxProfile that
/// ended still overrules the TxDefaultProfile, so falling back across profiles would be no fallback.
package struct SafeCurrent: Hashable, Codable, Sendable {
    /// How finely a wallbox takes limits.
    package enum Resolution: Int64, Codable, Sendable {
        case tenth = 1
        case whole = 10
    }

    /// Below this no current can be announced to a car (IEC 61851-1); only a pause can.
    package static let leastAmperes = 6

    /// What the box may draw for ever, in amperes on each phase.
    package let amperes: ExactDecimal
    package var unit: RateUnit
    package var supply: Supply
    package var resolution: Resolution

    package init(
        amperes: ExactDecimal, unit: RateUnit = .ampere, supply: Supply = Supply(), resolution: Resolution = .tenth
    ) {
        self.amperes = Self.usable(amperes, resolution: resolution)
        self.unit = unit
        self.supply = supply
        self.resolution = resolution
    }

    /// A current that can be announced: rounded down, and nothing between 0 and 6 A.
    package static func usable(_ amperes: ExactDecimal, resolution: Resolution = .tenth) -> ExactDecimal {
        let tenths = amperes.floored(places: 1) ?? 0
        let steps = tenths / resolution.rawValue * resolution.rawValue
        guard steps >= Int64(leastAmperes) * 10, let usable = ExactDecimal(digits: steps, scale: 1) else {
            return ExactDecimal(0)
        }
        return usable
    }

    /// The safe current of each box below one fuse: equal shares of what the rest of the site leaves, in whole amperes.
    /// Where a share cannot be announced, as many boxes as possible get 6 A and the others pause.
    package static func shares(fuse: ExactDecimal, baseLoad: ExactDecimal, boxes: Int) -> [ExactDecimal] {
        guard boxes > 0 else { return [] }
        let left = max(0, fuse.minus(baseLoad)?.floored(places: 0) ?? 0)
        let share = left / Int64(boxes)
        if share >= Int64(leastAmperes) { return Array(repeating: ExactDecimal(share), count: boxes) }
        let charging = Int(left) / leastAmperes
        return (0..<boxes).map { ExactDecimal($0 < charging ? Int64(leastAmperes) : 0) }
    }

    /// The limit that runs now, with its own end: after `dead` seconds without a newer one the box steps to the safe
    /// current by itself. It starts a little in the past, so that no gap opens between two of them.
    package func schedule(
        limit: ExactDecimal, at now: Timestamp, after dead: Int = 180, phases: Int? = nil
    ) -> ChargingSchedule {
        ChargingSchedule(
            unit: unit, start: Self.recently(now),
            periods: [
                .init(startSeconds: 0, limit: value(of: limit, phases: phases), phases: phases),
                .init(startSeconds: max(1, dead), limit: value(of: amperes, phases: phases), phases: phases),
            ])
    }

    /// The running limit as the profile of a transaction.
    package func profile(
        id: Int, of transaction: TransactionID, limit: ExactDecimal, at now: Timestamp, after dead: Int = 180,
        phases: Int? = nil
    ) -> ChargingProfile {
        ChargingProfile(
            id: id, purpose: .txProfile, transaction: transaction,
            schedule: schedule(limit: limit, at: now, after: dead, phases: phases))
    }

    /// What stands in the box for every transaction nobody has told it anything about: the safe current, for ever.
    package func standingProfile(id: Int, at now: Timestamp, phases: Int? = nil) -> ChargingProfile {
        ChargingProfile(
            id: id, purpose: .txDefaultProfile,
            schedule: ChargingSchedule(
                unit: unit, start: Self.recently(now),
                periods: [.init(startSeconds: 0, limit: value(of: amperes, phases: phases), phases: phases)]))
    }

    /// What a box whose link is lost must be taken to draw: the larger of its last limit and the safe current until it
    /// has stepped down, then the safe current. One that has never shown that it steps down keeps the larger for ever.
    package func assumed(
        last limit: ExactDecimal, given: Timestamp, after dead: Int = 180, at now: Timestamp, stepsDown: Bool
    ) -> ExactDecimal {
        let hasSteppedDown = stepsDown && now >= given + .seconds(max(1, dead))
        return hasSteppedDown ? amperes : max(limit, amperes)
    }

    /// Amperes in the unit the box takes.
    private func value(of amperes: ExactDecimal, phases: Int?) -> ExactDecimal {
        let usable = Self.usable(amperes, resolution: resolution)
        guard unit == .watt, let milliamperes = usable.floored(places: 3) else { return usable }
        return ExactDecimal(supply.convert(milliamperes, from: .ampere, to: .watt, phases: phases) / 1000)
    }

    private static func recently(_ now: Timestamp) -> Timestamp { Timestamp(seconds: now.seconds - 5) }
}
