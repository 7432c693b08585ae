package import Charging

/// A meter on a bus, and how often it is visited.
package struct PolledMeter: Sendable {
    package var id: MeterID
    /// Its Modbus address, 1 to 247; TCP devices also answer to 0 and 255.
    package var unit: UInt8
    package var profile: MeterProfile
    /// At least 100 ms.
    package var interval: Duration
    /// What its profile says counts where this says nothing.
    package var timing: DeviceTiming

    package init(
        id: MeterID, unit: UInt8, profile: MeterProfile, interval: Duration = .seconds(10),
        timing: DeviceTiming = .init()
    ) {
        self.id = id
        self.unit = unit
        self.profile = profile
        self.interval = max(interval, .milliseconds(100))
        self.timing = timing.or(DeviceTiming(timeout: profile.limits.timeout, pause: profile.limits.pause))
    }
}
