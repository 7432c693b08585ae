package import Charging

/// What a CSMS is told of a station as soon as it listens.
package struct Standing: Hashable, Sendable {
    /// What the station said of itself when it started last; `nil` where it never did.
    package var boot: Boot?
    /// The current state of every connector, in the order it is told; EVSE 0, the station as a whole, is told to those
    /// who know it.
    package var statuses: [ConnectorStatus]
    /// The last entry of the journal that went into this.
    package var through: Int64

    package init(boot: Boot?, statuses: [ConnectorStatus], through: Int64) {
        self.boot = boot
        self.statuses = statuses
        self.through = through
    }
}
