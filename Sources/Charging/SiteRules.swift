/// What the configuration says about the site, as far as the rules need it.
package struct SiteRules: Hashable, Sendable {
    /// Which meter counts for which station.
    package var meterOfStation: [StationID: MeterID]
    /// The wallboxes that cannot talk; their sessions are derived from their meter.
    package var mute: [StationID: MuteRules]
    /// How long a session waits for the plug-out (or the meter) after its transaction ended.
    package var finalAfter: Duration
    /// The value at which the energy registers of a meter start again at 0, in Wh.
    package var registerModulus: [MeterID: ExactDecimal]
    /// How often each meter is read, or tells something by itself.
    package var meterInterval: [MeterID: Duration]
    /// What can flow through a meter at most, in W: what its fuse is rated for.
    package var mostWatts: [MeterID: Int64]

    package init(
        meterOfStation: [StationID: MeterID] = [:], mute: [StationID: MuteRules] = [:],
        finalAfter: Duration = .minutes(15), registerModulus: [MeterID: ExactDecimal] = [:],
        meterInterval: [MeterID: Duration] = [:], mostWatts: [MeterID: Int64] = [:]
    ) {
        self.meterOfStation = meterOfStation
        self.mute = mute
        self.finalAfter = finalAfter
        self.registerModulus = registerModulus
        self.meterInterval = meterInterval
        self.mostWatts = mostWatts
    }
}

/// How power tells that a wallbox that cannot talk is charging.
package struct MuteRules: Hashable, Sendable {
    /// Charging begins above this, in W, …
    package var startAbove: Int64
    /// … once it has lasted this long.
    package var startAfter: Duration
    /// Charging is over below this, in W, …
    package var stopBelow: Int64
    /// … once that has lasted this long.
    package var stopAfter: Duration

    package init(
        startAbove: Int64 = 500, startAfter: Duration = .seconds(30), stopBelow: Int64 = 100,
        stopAfter: Duration = .seconds(300)
    ) {
        self.startAbove = startAbove
        self.startAfter = startAfter
        self.stopBelow = stopBelow
        self.stopAfter = stopAfter
    }
}
