/// Which OCPP is spoken on a connection. OCPP-J 1.6, section 3.1.2: the server chooses one of those that were offered.
struct Subprotocols {
    /// Those that are spoken here, in lower case.
    var known: [String]
    var missing: MissingSubprotocol

    enum Choice: Hashable {
        /// As the station spelt it; `nil` when it offered none.
        case speak(String?)
        /// Nothing fits; why, as a sentence.
        case none(String)
    }

    /// The station's own order counts, since it knows best what it speaks well. `pin` is the only one it is to speak.
    func choose(_ offered: [String], pin: String?) -> Choice {
        if offered.isEmpty {
            guard missing == .ocpp16 else { return .none("It offers no sub-protocol.") }
            guard pin == nil || pin == "ocpp1.6" else {
                return .none("It offers no sub-protocol, and is to speak \(pin!).")
            }
            return .speak(nil)
        }
        let allowed = known.filter { pin == nil || $0 == pin }
        if let choice = offered.first(where: { allowed.contains($0.lowercased()) }) { return .speak(choice) }
        let words = offered.prefix(5).map { String($0.prefix(20)) }.joined(separator: ", ")
        guard let pin, offered.contains(where: { known.contains($0.lowercased()) }) else {
            return .none("None of the offered sub-protocols (\(words)) is spoken here.")
        }
        return .none("It is to speak \(pin) and offers \(words).")
    }
}
