package import Charging

/// A meter that answers when it is asked (IEC 62056-21, modes A to C).
package struct AskedMeter: Sendable {
    package var id: MeterID
    /// The number on its plate, where several meters share the line; empty asks whoever is there.
    package var address: String
    /// At least 15 s; many meters are not made to be asked more than once a minute.
    package var interval: Duration

    package init(id: MeterID, address: String = "", interval: Duration = .seconds(60)) {
        self.id = id
        self.address = address
        self.interval = max(interval, .seconds(15))
    }
}
