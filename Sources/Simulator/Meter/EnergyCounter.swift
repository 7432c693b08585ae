/// Energy as a meter counts it: exactly, from power and time, without a rounding that could add up.
struct EnergyCounter: Hashable, Sendable {
    private(set) var milliwattHours: Int64
    /// What does not yet make a milliwatt-hour, in mW·µs.
    private var rest: Int128 = 0

    private static let milliwattHour: Int128 = 3_600_000_000

    init(milliwattHours: Int64 = 0) { self.milliwattHours = milliwattHours }

    mutating func add(milliwatts: Int64, microseconds: Int64) {
        let (whole, rest) = (rest + Int128(milliwatts) * Int128(microseconds))
            .quotientAndRemainder(dividingBy: Self.milliwattHour)
        milliwattHours += Int64(whole)
        self.rest = rest
    }
}
