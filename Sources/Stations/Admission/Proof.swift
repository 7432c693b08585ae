import Charging
import Trust
import WebSocket

/// How a station proved who it is, or why that is not enough.
enum Proof: Sendable {
    /// The security profile the connection amounts to; with the new password while an old one still counted, perhaps.
    case proved(profile: Int, withPendingPassword: Bool)
    case refused(Refusal)
}

/// A handshake is answered with this instead of an upgrade.
struct Refusal: Sendable {
    var status: Int
    /// As a sentence; it goes into the log and to the station.
    var reason: String
    var headers: [(String, String)] = []

    static let badPassword = Refusal(
        status: 401, reason: "The password is missing or wrong.",
        headers: [("WWW-Authenticate", "Basic realm=\"ohmstead\", charset=\"UTF-8\"")])
    static let tooBusy = Refusal(
        status: 503, reason: "Too many passwords wait to be checked.", headers: [("Retry-After", "10")])
}

/// What is asked of one station, and what is known to measure its answer by.
struct Examination: Sendable {
    var station: StationID
    var rule: StationRule
    var settled: StationCredentials?
    /// What it last said of itself.
    var boot: Boot?

    /// The stricter of what the file and the journal say: neither of them lowers the other.
    var leastProfile: Int { max(rule.securityProfile, settled?.securityProfile ?? 0) }

    /// The journal counts more than the file.
    var secret: Secret? { settled?.passwordHash.flatMap(Secret.init(stored:)) ?? rule.secret }

    var pendingSecret: Secret? { settled?.pendingHash.flatMap(Secret.init(stored:)) }

    var asksForPassword: Bool { (1...2).contains(leastProfile) }

    /// Looks at the certificate, then at what the connection lacks, then at the password.
    func examine(_ handshake: Handshake, _ book: CredentialBook, _ desk: HashingDesk) async -> Proof {
        let certificate = handshake.tls?.certificate
        if let certificate {
            if book.isRevoked(certificate.serialHex) {
                return .refused(Refusal(status: 403, reason: "Its client certificate was revoked."))
            }
            if isBound(certificate, book) { return .proved(profile: 3, withPendingPassword: false) }
        }
        if let lack = lack(handshake.tls) { return .refused(Refusal(status: 403, reason: lack)) }
        if leastProfile == 0, pendingSecret == nil, settled?.pendingProfile == nil {
            return .proved(profile: 0, withPendingPassword: false)
        }
        return await examinePassword(handshake, desk)
    }

    private func lack(_ tls: TLSPeer?) -> String? {
        guard leastProfile >= 2 else { return nil }
        guard let tls else {
            return "It needs TLS (security profile \(leastProfile)) and came without; point it at a wss:// address."
        }
        guard leastProfile >= 3 else { return nil }
        guard let certificate = tls.certificate else {
            return "It needs a client certificate (security profile 3) and showed none."
        }
        return "Its certificate is for \(Self.shown(certificate.commonName)) and not for this station."
    }

    /// The certificate is this station's: the site CA made it for it, or its common name says so.
    private func isBound(_ certificate: TLSPeer.ClientCertificate, _ book: CredentialBook) -> Bool {
        if let owner = book.owner(of: certificate.serialHex) { return owner == station }
        guard let name = certificate.commonName, !name.isEmpty else { return false }
        if let expected = rule.certificateName { return name == expected }
        return name == station.rawValue || name == boot?.serialNumber
    }

    private func examinePassword(_ handshake: Handshake, _ desk: HashingDesk) async -> Proof {
        let profile = handshake.tls == nil ? 1 : 2
        guard let basic = handshake.authorization.flatMap(BasicHeader.init), isNamed(basic.user) else {
            return withoutPassword(.badPassword)
        }
        var outcome = await outcome(basic.password, secret, desk)
        if outcome == .opens { return .proved(profile: profile, withPendingPassword: false) }
        if pendingSecret != nil {
            let pending = await self.outcome(basic.password, pendingSecret, desk)
            if pending == .opens { return .proved(profile: profile, withPendingPassword: true) }
            if pending == .busy { outcome = .busy }
        }
        return withoutPassword(outcome == .busy ? .tooBusy : .badPassword)
    }

    /// While a first password is on its way to a station that needed none, it may still come without.
    private func withoutPassword(_ refusal: Refusal) -> Proof {
        leastProfile == 0 ? .proved(profile: 0, withPendingPassword: false) : .refused(refusal)
    }

    private func outcome(_ offered: [UInt8], _ secret: Secret?, _ desk: HashingDesk) async -> HashingDesk.Outcome {
        switch secret {
        case .plain(let password): password.matches(offered) ? .opens : .doesNotOpen
        case .hashed(let hash): await desk.opens(offered, for: station, hash: hash)
        case nil: .doesNotOpen
        }
    }

    /// The identity in the URL is the authority; the user name may be left empty or differ in case, as it does on some
    /// stations.
    private func isNamed(_ user: [UInt8]) -> Bool {
        let user = String(decoding: user, as: UTF8.self)
        return user.isEmpty || user.lowercased() == station.rawValue.lowercased()
    }

    private static func shown(_ name: String?) -> String {
        let name = (name ?? "").prefix(60).map { $0.isASCII && !$0.isWhitespace ? $0 : "?" }
        return name.isEmpty ? "nobody by name" : "\"\(String(name))\""
    }
}

extension Secret {
    fileprivate init?(stored text: String) {
        guard let hash = PasswordHash(text: text) else { return nil }
        self = .hashed(hash)
    }
}
