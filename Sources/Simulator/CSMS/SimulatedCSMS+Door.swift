import Charging
import FoundationEssentials
import OCPP
import Synchronization
import WebSocket

// Who is let in.
extension SimulatedCSMS {
    func admit(_ handshake: Handshake) -> Verdict {
        let verdict = judge(handshake)
        if case .refuse(let status, _, _) = verdict {
            announce(station(of: handshake) ?? "somebody", .turnedAway(status: status))
        }
        return verdict
    }

    private func judge(_ handshake: Handshake) -> Verdict {
        guard state.withLock({ $0.fault }) != .dead else { return refusal(503, "It is out of order.") }
        guard let station = station(of: handshake) else { return refusal(404, "There is no such station.") }
        if let password = configuration.stations?[station]?.password,
            Self.credentials(handshake.authorization) != Array("\(station):".utf8) + password
        {
            return .refuse(
                status: 401, reason: "This is not its password.",
                headers: [("WWW-Authenticate", "Basic realm=\"csms\"")])
        }
        if isBelievedToBeThere(station) { return refusal(401, "The station is connected already.") }
        guard let dialect = dialect(of: handshake) else { return refusal(400, "No such sub-protocol is spoken here.") }
        return .accept(subprotocol: dialect.rawValue)
    }

    private func refusal(_ status: Int, _ reason: String) -> Verdict {
        .refuse(status: status, reason: reason, headers: [])
    }

    /// By its name or its token at the end of the path; `nil` when it is not to be let in.
    func station(of handshake: Handshake) -> String? {
        let parts = handshake.path.split(separator: "/")
        guard let last = parts.last.flatMap(Self.decoded) else { return nil }
        if configuration.habits.identifiesByToken {
            guard parts.count == 2, parts[0] == "cp" else { return nil }
            guard let stations = configuration.stations else { return last }
            return stations.first { $0.value.token == last }?.key
        }
        guard let stations = configuration.stations else { return last }
        return stations[last] == nil ? nil : last
    }

    func dialect(of handshake: Handshake) -> Dialect? {
        handshake.subprotocols.lazy.compactMap { Dialect(rawValue: $0) }.first {
            self.configuration.habits.dialects.contains($0)
        }
    }

    /// Some clouds take a station that comes back too soon for an impostor.
    private func isBelievedToBeThere(_ station: String) -> Bool {
        let window = configuration.habits.earlyReturnWindow
        guard window > .zero else { return false }
        let now = wallClock.now.monotonic
        return state.withLock { state in
            guard state.visits[station] == nil else { return true }
            guard let moment = state.vanished[station] else { return false }
            return now - moment < window.microseconds
        }
    }

    /// Without its percent signs; `nil` where they encode nothing.
    private static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16), rest.count >= 2 else {
                return nil
            }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    /// The user and the password of a Basic header, as they were sent.
    private static func credentials(_ header: String?) -> [UInt8]? {
        let words = (header ?? "").split(separator: " ")
        guard words.count == 2, words[0].lowercased() == "basic" else { return nil }
        return Data(base64Encoded: String(words[1])).map(Array.init)
    }
}
