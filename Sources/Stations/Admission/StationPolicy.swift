package import Charging
import OCPP

/// Who may connect, and how.
package struct StationPolicy: Sendable {
    /// The stations the configuration names.
    package var stations: [StationID: StationRule]
    package var unknown: UnknownStations
    package var missingSubprotocol: MissingSubprotocol
    /// The part of the path in front of the identity; others are tolerated.
    package var pathPrefix: String
    /// The sub-protocols that are spoken here, in lower case.
    package var dialects: [String]
    /// Where every station is welcome: how many different identities are, so that nobody fills the record with
    /// made-up ones.
    package var mostAccepted: Int
    /// How some models differ from the standard.
    package var profiles: StationProfiles

    package init(
        stations: [StationID: StationRule] = [:], unknown: UnknownStations = .wait,
        missingSubprotocol: MissingSubprotocol = .ocpp16, pathPrefix: String = "/ocpp",
        dialects: [String] = Dialect.allCases.map(\.rawValue), mostAccepted: Int = 1000,
        profiles: StationProfiles = StationProfiles()
    ) {
        self.stations = stations
        self.unknown = unknown
        self.missingSubprotocol = missingSubprotocol
        self.pathPrefix = pathPrefix
        self.dialects = dialects
        self.mostAccepted = mostAccepted
        self.profiles = profiles
    }

    /// The station that the configuration expects from that address.
    func station(at address: String) -> StationID? { stations.first { $0.value.address == address }?.key }
}

/// What becomes of a station the configuration does not name.
package enum UnknownStations: String, Codable, Sendable, CaseIterable {
    /// It gets 404.
    case refuse
    /// It may connect and is shown, but nothing is recorded of it until somebody claims it.
    case wait
    /// It may connect, and hears at its boot that it is rejected; it is shown and can be claimed all the same.
    case reject
    case accept
}

/// How a station is treated that does not say which OCPP it speaks.
package enum MissingSubprotocol: String, Codable, Sendable, CaseIterable {
    case ocpp16 = "ocpp1.6"
    case refuse
}
