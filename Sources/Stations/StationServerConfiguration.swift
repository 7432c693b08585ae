package import Charging
package import WebSocket

/// Where stations are served, which ones, and how.
package struct StationServerConfiguration: Sendable {
    package var listener: ListenerConfiguration
    /// Where stations are served as well, with TLS for instance; the same stations and the same rules.
    package var furtherListeners: [ListenerConfiguration] = []
    package var policy: StationPolicy
    /// The stations that were claimed before, as the journal says.
    package var claimed: Set<StationID>
    package var settings: OCPPSettings

    package init(
        listener: ListenerConfiguration, policy: StationPolicy = StationPolicy(), claimed: Set<StationID> = [],
        settings: OCPPSettings = OCPPSettings()
    ) {
        self.listener = listener
        self.policy = policy
        self.claimed = claimed
        self.settings = settings
    }
}
