import Charging
import FoundationEssentials
import Logging
import Synchronization
import Trust
import WebSocket

/// What the listeners with TLS prove themselves with: read from files, or made by the site CA.
///
/// Reading again changes what new connections get; those that exist keep what they began with.
final class ListenerCertificates: Sendable {
    private struct Entry: Sendable {
        var section: ListenerSection
        var material: TLSMaterial

        /// When the first of its certificates ends.
        var end: Int64 { min(material.notAfter, material.rsaNotAfter ?? .max) }
    }

    /// One for each listener, in their order; `nil` for a plain one.
    let material: [TLSMaterial?]
    private let entries: [Entry]
    private let stamps: Mutex<[String: FileStamp]>
    private let authority: SiteAuthority
    private let health: Health
    private let logger: Logger

    /// A certificate of the site CA is replaced, and a person told of another one, so long before it ends.
    static let renewalSeconds: Int64 = 30 * 86_400

    init(
        _ listeners: [ListenerSection], authority: SiteAuthority, health: Health, logger: Logger,
        isRevoked: @escaping @Sendable (String) -> Bool
    ) throws {
        self.authority = authority
        self.health = health
        self.logger = logger
        material = try listeners.map { section in
            guard section.tls else { return nil }
            return try TLSMaterial(try Self.source(section, authority), isRevoked: isRevoked)
        }
        entries = zip(listeners, material).compactMap { section, material in
            material.map { Entry(section: section, material: $0) }
        }
        stamps = Mutex(Self.stamps(entries.map(\.section)))
    }

    var hasTLS: Bool { !entries.isEmpty }
    var asksForCertificates: Bool { entries.contains { $0.section.clientCertificates != .no } }
    /// Stations have to know the site CA to believe some listener.
    var usesSiteCA: Bool { entries.contains { $0.section.certificate == nil } }

    /// The listeners with TLS, and when what they prove themselves with ends: where that is two certificates, the
    /// first of them.
    var ends: [(address: String, isAutomatic: Bool, notAfter: Int64)] {
        entries.map { ($0.section.address, $0.section.certificate == nil, $0.end) }
    }

    /// Reads and makes everything anew.
    func reload(at now: Timestamp) async {
        for entry in entries {
            await reload(entry)
            tell(of: entry, at: now)
        }
        let fresh = Self.stamps(entries.map(\.section))
        stamps.withLock { $0 = fresh }
    }

    /// Once a minute: takes in files that changed, and replaces certificates of the site CA before they end.
    func tidy(at now: Timestamp) async {
        let fresh = Self.stamps(entries.map(\.section))
        let changed = stamps.withLock { stamps in
            defer { stamps = fresh }
            return Set(fresh.filter { stamps[$0.key] != $0.value }.keys)
        }
        for entry in entries {
            let isOld = entry.end - now.seconds < Self.renewalSeconds
            if !changed.isDisjoint(with: entry.section.files) || (entry.section.certificate == nil && isOld) {
                await reload(entry)
            }
            tell(of: entry, at: now)
        }
    }

    private func tell(of entry: Entry, at now: Timestamp) {
        let (section, material) = (entry.section, entry.material)
        tell(section, section.certificate, material.notAfter, "certificate", code: "expiry", at: now)
        tell(section, section.rsaCertificate, material.rsaNotAfter, "RSA certificate", code: "rsa", at: now)
    }

    private func reload(_ entry: Entry) async {
        let code = "listener.\(entry.section.address).certificate"
        do {
            try await entry.material.reload(try Self.source(entry.section, authority))
            health.clear(code)
            logger.info("Certificate of a listener read.", metadata: ["address": "\(entry.section.address)"])
        } catch {
            health.raise(
                code, .warning,
                "The listener \(entry.section.address) goes on with its old certificate: \(error)",
                remedy: "Put the files right; they are looked at every minute.")
        }
    }

    /// Says that a certificate ends soon, where it is one that a person has to replace.
    private func tell(
        _ section: ListenerSection, _ file: String?, _ end: Int64?, _ what: String, code: String, at now: Timestamp
    ) {
        let code = "listener.\(section.address).\(code)"
        guard let file, let end, end - now.seconds < Self.renewalSeconds else { return health.clear(code) }
        health.raise(
            code, end <= now.seconds ? .critical : .warning,
            "The \(what) of the listener \(section.address) ends at \(Timestamp(seconds: end)).",
            remedy: "Put a new one into \(file); it is taken in within a minute.")
    }

    private static func source(_ section: ListenerSection, _ authority: SiteAuthority) throws -> TLSMaterial.Source {
        var source: TLSMaterial.Source
        if let certificate = section.certificate, let key = section.key {
            source = TLSMaterial.Source(certificateChain: .file(certificate), privateKey: .file(key))
            if let certificate = section.rsaCertificate, let key = section.rsaKey {
                source.rsa = .init(certificateChain: .file(certificate), privateKey: .file(key))
            }
        } else {
            let first = try made(by: authority, rsa: section.keyType == .rsa)
            source = TLSMaterial.Source(certificateChain: first.certificateChain, privateKey: first.privateKey)
            if section.keyType == .both { source.rsa = try made(by: authority, rsa: true) }
        }
        guard section.clientCertificates != .no else { return source }
        source.clientVerification = section.clientCertificates == .required ? .required : .optional
        var roots = try authority.authority().certificate.pem
        if let path = section.clientCA { roots += "\n" + (try BoundedFile(path: path).text(atMost: 1 << 20)) }
        source.clientRoots = .text(roots)
        return source
    }

    private static func made(by authority: SiteAuthority, rsa: Bool) throws -> TLSMaterial.Identity {
        let identity = try authority.serverIdentity(rsa: rsa)
        return .init(certificateChain: .text(identity.chainPEM), privateKey: .text(identity.privateKeyPEM))
    }

    private static func stamps(_ sections: [ListenerSection]) -> [String: FileStamp] {
        var stamps: [String: FileStamp] = [:]
        for path in sections.flatMap(\.files) { stamps[path] = FileStamp(path) }
        return stamps
    }
}

extension ListenerSection {
    fileprivate var files: [String] { [certificate, key, rsaCertificate, rsaKey, clientCA].compactMap(\.self) }
}
