package import Charging

/// A meter that talks by itself, or one that hangs behind it.
package struct PushedMeter: Sendable {
    package var id: MeterID
    /// The M-Bus channel of a meter behind a P1 port, 1 to 4; `nil` for the meter at the line itself.
    package var channel: Int?
    /// How often a telegram is recorded, however often one comes; at least 1 s.
    package var interval: Duration

    package init(id: MeterID, channel: Int? = nil, interval: Duration = .seconds(10)) {
        self.id = id
        self.channel = channel
        self.interval = max(interval, .seconds(1))
    }
}
