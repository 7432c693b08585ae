/// `[stations]`: how wallboxes reach the box, and how they are treated.
package struct StationsSection: Decodable, Sendable {
    /// As it was written; `nil` when it was not.
    package private(set) var writtenListen: String?
    package var listen: String {
        get { writtenListen ?? "0.0.0.0:9000" }
        set { writtenListen = newValue }
    }
    /// What becomes of a station without a block of its own.
    package var unknown = UnknownStation.wait
    package var missingSubprotocol = MissingSubprotocol.ocpp16
    /// Where everybody is welcome: how many stations that nobody named are.
    package var mostAccepted = 1000
    /// How often stations send a heartbeat, in seconds.
    package var heartbeatSeconds = 300
    /// How long a station may take to answer a command, in seconds.
    package var answerTimeoutSeconds = 30

    package static let packagedProfiles = "/usr/share/ohmstead/profiles/stations"

    package enum UnknownStation: String, CaseIterable, Decodable, Sendable {
        /// It gets 404 and does not connect.
        case refuse
        /// It may connect and is shown, but charges nothing until it is claimed.
        case wait
        /// It may connect, hears at its boot that it is rejected, and can be claimed all the same.
        case reject
        case accept
    }

    /// How many messages a second a connection may send for long; what comes faster waits in the socket.
    package var messagesPerSecond = 50
    /// The folder with what is known of models that differ from the standard; `nil` is where the package puts it.
    package var profiles: String?

    /// How a station is treated that names no OCPP-J subprotocol.
    package enum MissingSubprotocol: String, CaseIterable, Decodable, Sendable {
        case ocpp16 = "ocpp1.6"
        case refuse
    }

    package init() {}

    private enum CodingKeys: String, CodingKey {
        case listen, unknown, profiles
        case missingSubprotocol = "missing_subprotocol"
        case mostAccepted = "most_accepted"
        case messagesPerSecond = "messages_per_second"
        case heartbeatSeconds = "heartbeat_seconds"
        case answerTimeoutSeconds = "answer_timeout_seconds"
    }

    package init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        writtenListen = try keys.decodeIfPresent(String.self, forKey: .listen)
        unknown = try keys.decodeIfPresent(UnknownStation.self, forKey: .unknown) ?? unknown
        messagesPerSecond = try keys.decodeIfPresent(Int.self, forKey: .messagesPerSecond) ?? messagesPerSecond
        profiles = try keys.decodeIfPresent(String.self, forKey: .profiles)
        missingSubprotocol =
            try keys.decodeIfPresent(MissingSubprotocol.self, forKey: .missingSubprotocol) ?? missingSubprotocol
        mostAccepted = try keys.decodeIfPresent(Int.self, forKey: .mostAccepted) ?? mostAccepted
        heartbeatSeconds = try keys.decodeIfPresent(Int.self, forKey: .heartbeatSeconds) ?? heartbeatSeconds
        answerTimeoutSeconds = try keys.decodeIfPresent(Int.self, forKey: .answerTimeoutSeconds) ?? answerTimeoutSeconds
    }
}
