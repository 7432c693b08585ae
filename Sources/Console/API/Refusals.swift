import Charging
import Gateway
import HTTPTypes

extension Refusal {
    init(_ error: ControlError, station: String = "", uplink: String = "") {
        switch error {
        case .unknownStation:
            self.init(
                .notFound, "unknown-station", "No station \(station) is known here.",
                "See ohmstead status for the stations there are.")
        case .unknownUplink:
            self.init(
                .notFound, "unknown-uplink", "There is no uplink \(uplink).", "See ohmstead uplinks list.")
        case .unknownMeter:
            self.init(
                .notFound, "unknown-meter", "No such meter is known here.",
                "See ohmstead status for the meters there are.")
        case .notParked:
            self.init(
                .notFound, "not-parked", "That record is not parked at \(uplink).", "See ohmstead uplinks parked.")
        case .refused(let reason): self.init(.conflict, "refused", reason)
        case .storage(let reason):
            self.init(
                .internalServerError, "storage", "The journal could not be used: \(reason)", "See ohmstead status.")
        }
    }

    init(_ error: CommandError, station: String) {
        switch error {
        case .notConnected:
            self.init(
                .conflict, "not-connected", "Station \(station) is not connected.",
                "See ohmstead status for those that are.")
        case .notBooted:
            self.init(
                .conflict, "not-booted", "Station \(station) has connected but not introduced itself yet.",
                "Try again in a minute.")
        case .timedOut:
            self.init(
                .gatewayTimeout, "timed-out", "Station \(station) did not answer in time.",
                "It may still do what it was asked to: look before you try again.")
        case .refused(let code, let description):
            self.init(
                .badGateway, "refused",
                "Station \(station) answered with the error \(code)\(description.isEmpty ? "" : ": \(description)").",
                "It may not know this command.")
        case .unreadable(let reason):
            self.init(.badGateway, "unreadable", "The answer of station \(station) could not be read: \(reason)")
        case .busy:
            self.init(
                .serviceUnavailable, "busy", "Too many commands wait for station \(station).", "Try again in a minute.")
        case .disconnected:
            self.init(
                .badGateway, "disconnected", "The connection to station \(station) broke before it answered.",
                "It may still do what it was asked to: look before you try again.")
        case .unsupported(let reason):
            self.init(.conflict, "unsupported", "Station \(station) cannot be asked that: \(reason)")
        }
    }
}
