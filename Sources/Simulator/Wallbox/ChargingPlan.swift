/// What the people at a simulated wallbox do.
package enum ChargingPlan: Sendable {
    /// Nothing happens unless somebody starts it from afar.
    case idle
    /// These charges, each connector its own, in this order.
    case script([Charge], repeats: Bool = false)
    /// Charge after charge on every connector, for ever.
    case random(RandomCharges)

    /// One car that comes, charges and leaves.
    package struct Charge: Sendable {
        package var connector: Int
        package var tag: String
        /// Before the car is plugged in.
        package var pause: Duration
        /// From start to stop.
        package var duration: Duration
        package var watts: Int64
        /// How long the car stays plugged in afterwards.
        package var linger: Duration

        package init(
            connector: Int = 1, tag: String, pause: Duration = .seconds(10), duration: Duration, watts: Int64 = 11_000,
            linger: Duration = .seconds(20)
        ) {
            self.connector = connector
            self.tag = tag
            self.pause = pause
            self.duration = duration
            self.watts = watts
            self.linger = linger
        }
    }

    /// The bounds charges are drawn from.
    package struct RandomCharges: Sendable {
        package var tags: [String]
        package var pause: ClosedRange<Duration> = .seconds(30) ... .seconds(900)
        package var duration: ClosedRange<Duration> = .seconds(600) ... .seconds(7200)
        package var watts: ClosedRange<Int64> = 1_400...22_000
        package var linger: ClosedRange<Duration> = .seconds(10) ... .seconds(600)

        package init(tags: [String]) { self.tags = tags }
    }

    /// The charges of one connector, one after the other.
    func charges(of connector: Int, seed: UInt64) -> Charges {
        let own: [Charge]
        switch self {
        case .idle: own = []
        case .script(let charges, _): own = charges.filter { $0.connector == connector }
        case .random: own = []
        }
        return Charges(plan: self, connector: connector, left: own, own: own, random: SeededGenerator(seed: seed))
    }

    struct Charges: Sendable {
        let plan: ChargingPlan
        let connector: Int
        var left: [Charge]
        let own: [Charge]
        var random: SeededGenerator

        mutating func next() -> Charge? {
            if case .random(let bounds) = plan { return draw(from: bounds) }
            if left.isEmpty, case .script(_, repeats: true) = plan { left = own }
            return left.isEmpty ? nil : left.removeFirst()
        }

        private mutating func draw(from bounds: RandomCharges) -> Charge? {
            guard let tag = bounds.tags.randomElement(using: &random) else { return nil }
            return Charge(
                connector: connector, tag: tag, pause: random.duration(in: bounds.pause),
                duration: random.duration(in: bounds.duration),
                watts: Int64.random(in: bounds.watts, using: &random), linger: random.duration(in: bounds.linger))
        }
    }
}
