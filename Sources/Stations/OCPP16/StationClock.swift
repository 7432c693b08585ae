import Charging

/// How far the clock of a station is ahead of UTC that tells its local time as if it were UTC.
///
/// It is learnt from states of connectors, which stations tell when they change and do not keep for later. Time zones
/// differ by quarters of an hour; what a clock is wrong besides is left as it is.
struct StationClock {
    private(set) var aheadSeconds: Int?

    private static let step = 900
    /// What the station's clock and the way to here may add.
    private static let tolerance = 120
    private static let zones = -12 * 3600...14 * 3600

    /// - Parameter isNews: The state has changed just now. One that was told before may be as old as it says, unless
    ///   it lies in the future.
    mutating func hear(_ told: Timestamp, at now: Stamp, isNews: Bool) {
        guard now.trusted else { return }
        let difference = Int(clamping: (told - now.at).components.seconds)
        guard Self.zones.contains(difference) else { return }
        let zone = Int((Double(difference) / Double(Self.step)).rounded()) * Self.step
        guard abs(difference - zone) <= Self.tolerance, isNews || zone > 0 else { return }
        aheadSeconds = zone
    }
}
