/// What both sides agreed on about compression. RFC 7692, section 7.1.
struct DeflateTerms: Hashable, Sendable {
    static let name = "permessage-deflate"

    var serverKeepsContext = true
    var clientKeepsContext = true
    /// `nil` where nothing was said: 15 then.
    var serverWindowBits: Int?
    var clientWindowBits: Int?

    /// The first of a client's offers that can be had, and the header that says so; `nil` when there is none.
    static func accept(
        _ offers: [ExtensionHeader], _ configuration: DeflateConfiguration
    ) -> (terms: DeflateTerms, header: String)? {
        for offer in offers where offer.name == name {
            guard let asked = Parameters(offer, isOffer: true) else { continue }
            // zlib makes no window of 8 bits.
            if let bits = asked.serverWindowBits, bits < 9 { continue }
            var terms = DeflateTerms()
            terms.serverKeepsContext = configuration.keepsContext && !asked.serverDropsContext
            // A window that the client does not let us limit takes 32 KB when it is kept.
            terms.clientKeepsContext =
                configuration.keepsContext && !asked.clientDropsContext && asked.namesClientWindow
            terms.serverWindowBits = asked.serverWindowBits.map { min($0, configuration.windowBits) }
            if asked.namesClientWindow {
                terms.clientWindowBits = min(asked.clientWindowBits ?? 15, configuration.windowBits)
            }
            return (terms, terms.header)
        }
        return nil
    }

    /// What a client offers.
    static func offer(_ configuration: DeflateConfiguration) -> String {
        var words = [name, "client_max_window_bits"]
        if !configuration.keepsContext { words += ["server_no_context_takeover", "client_no_context_takeover"] }
        return words.joined(separator: "; ")
    }

    /// Reads a server's answer to our offer: no terms when it declined, `nil` when it is not an answer to it.
    static func answered(_ answers: [ExtensionHeader], offered: DeflateConfiguration?) -> DeflateTerms?? {
        guard let answer = answers.first else { return .some(nil) }
        guard let offered, answers.count == 1, answer.name == name, let given = Parameters(answer, isOffer: false),
            offered.keepsContext || given.serverDropsContext
        else { return nil }
        return DeflateTerms(
            serverKeepsContext: !given.serverDropsContext,
            clientKeepsContext: offered.keepsContext && !given.clientDropsContext,
            serverWindowBits: given.serverWindowBits, clientWindowBits: given.clientWindowBits)
    }

    private var header: String {
        var words = [Self.name]
        if !serverKeepsContext { words.append("server_no_context_takeover") }
        if !clientKeepsContext { words.append("client_no_context_takeover") }
        if let serverWindowBits { words.append("server_max_window_bits=\(serverWindowBits)") }
        if let clientWindowBits { words.append("client_max_window_bits=\(clientWindowBits)") }
        return words.joined(separator: "; ")
    }
}

/// The parameters of one offer or answer, all of them understood.
private struct Parameters {
    var serverDropsContext = false
    var clientDropsContext = false
    var serverWindowBits: Int?
    var clientWindowBits: Int?
    /// Only an offer may name the client's window without a size.
    var namesClientWindow = false

    /// `nil` for what the standard does not allow: such an offer is declined.
    init?(_ header: ExtensionHeader, isOffer: Bool) {
        var seen: Set<String> = []
        for (name, value) in header.parameters {
            guard seen.insert(name).inserted else { return nil }
            switch (name, value) {
            case ("server_no_context_takeover", nil): serverDropsContext = true
            case ("client_no_context_takeover", nil): clientDropsContext = true
            case ("client_max_window_bits", nil) where isOffer: namesClientWindow = true
            case ("client_max_window_bits", let value?):
                guard let bits = Self.bits(value) else { return nil }
                namesClientWindow = true
                clientWindowBits = bits
            case ("server_max_window_bits", let value?):
                guard let bits = Self.bits(value) else { return nil }
                serverWindowBits = bits
            default: return nil
            }
        }
    }

    /// 8 to 15, in decimal, without a zero in front.
    private static func bits(_ text: String) -> Int? {
        guard let bits = Int(text), (8...15).contains(bits), text == String(bits) else { return nil }
        return bits
    }
}
