package import Charging
package import OCPP

/// How one station is brought to one CSMS.
package struct LinkConfiguration: Sendable {
    /// Whose way this is, for the log.
    package var lane: UplinkName
    package var station: StationID
    /// How the station is called at the CSMS, which is also the user of its password.
    package var identity: String
    package var address: CSMSAddress
    /// The versions that are offered, the most wanted first.
    package var dialects: [Dialect]
    package var preset: Preset
    package var credentials = CSMSCredentials.none
    package var tls = CSMSTLS()
    /// How the client certificate is renewed; `nil` leaves that to a person.
    package var clientIdentity: ClientIdentity?
    /// How the CSMS changes the password; `nil` leaves that to a person.
    package var password: LinkPassword?
    /// What the CSMS has installed to be trusted by; `nil` leaves that to a person.
    package var roots: LinkRoots?
    package var settings = LinkSettings()
    /// How long an answer may take. When nothing at all was heard meanwhile, the connection is given up.
    package var callTimeout = Duration.seconds(30)
    /// The CSMS is pinged so often, unless it has set something else, and given up at the third ping after it was heard
    /// last. That is in under a minute.
    package var pingInterval = Duration.seconds(15)
    /// The most there is between two attempts to connect.
    package var longestBackOff = Duration.minutes(5)

    /// - Parameter identity: the station's own when `nil`.
    package init(
        lane: UplinkName, station: StationID, identity: String? = nil, address: CSMSAddress, dialects: [Dialect],
        preset: Preset
    ) {
        self.lane = lane
        self.station = station
        self.identity = identity ?? station.rawValue
        self.address = address
        self.dialects = dialects
        self.preset = preset
    }

    /// What the CSMS sets of the connection is kept there, as far as it is of use on a connection like this.
    mutating func keep(in directory: String) {
        settings = LinkSettings(directory: directory)
        if case .password(_, let form) = credentials { password = LinkPassword(directory: directory, form: form) }
        if address.isSecure { roots = LinkRoots(directory: directory, configured: tls.roots) }
    }
}
