package import Charging

/// Who may connect, and how.
package struct StationPolicy: Sendable {
    /// The stations the configuration names.
    package var stations: [StationID: Credentials]
    package var unknown: UnknownStations
    package var missingSubprotocol: MissingSubprotocol
    /// The part of the path in front of the identity; others are tolerated.
    package var pathPrefix: String

    package init(
        stations: [StationID: Credentials] = [:], unknown: UnknownStations = .wait,
        missingSubprotocol: MissingSubprotocol = .ocpp16, pathPrefix: String = "/ocpp"
    ) {
        self.stations = stations
        self.unknown = unknown
        self.missingSubprotocol = missingSubprotocol
        self.pathPrefix = pathPrefix
    }
}

/// What becomes of a station the configuration does not name.
package enum UnknownStations: String, Codable, Sendable, CaseIterable {
    /// It gets 404.
    case refuse
    /// It may connect and is shown, but nothing is recorded of it until somebody claims it.
    case wait
    case accept
}

/// How a station is treated that does not say which OCPP it speaks.
package enum MissingSubprotocol: String, Codable, Sendable, CaseIterable {
    case ocpp16 = "ocpp1.6"
    case refuse
}
