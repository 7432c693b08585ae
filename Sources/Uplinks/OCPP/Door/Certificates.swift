import Charging

// Certificates, each on its own leg: what proves the CSMS and the box to each other is the connection's business, and
// that of every CSMS, also of one that only watches; what proves firmware and contracts is the station's. The station's
// own root for this box is nobody's outside.
extension Doorkeeper {
    static let mostCertificateBytes = 10_000
    private static let none = Refusal.unsupported(
        "This connection has no certificates of its own; they are set at the site.")

    func deliver(_ chain: String) async throws(Refusal) -> CommandResult {
        guard let certificates else { throw Self.none }
        guard chain.utf8.count <= Self.mostCertificateBytes else { throw Self.tooLong }
        return try await certificates.deliver(chain: chain).result
    }

    func install(_ use: CertificateUse, _ pem: String) async throws(Refusal) -> CommandResult {
        guard pem.utf8.count <= Self.mostCertificateBytes else { throw Self.tooLong }
        guard use == .csmsRoot else { return try await order(.installCertificate(use, pem: pem)) }
        guard let certificates else { throw Self.none }
        return try await certificates.install(root: pem).result
    }

    /// Nothing that the station needs to know this box by is deleted in it.
    func delete(_ name: CertificateName) async throws(Refusal) -> CommandResult {
        if let certificates {
            let outcome = await certificates.delete(name)
            if outcome != .unknown { return try outcome.result }
        }
        guard controls else { throw .readOnly }
        let installed: CommandResult
        do throws(Refusal) {
            installed = try await ask(.listCertificates(nil))
        } catch {
            guard error.kind == .unsupported else { throw error }
            return CommandResult(status: "NotFound")
        }
        let isStations = (installed.certificates ?? []).contains { certificate in
            certificate.name.isSame(as: name) && certificate.use.map { $0 != .csmsRoot } == true
        }
        guard isStations else { return CommandResult(status: "NotFound") }
        return try await order(.deleteCertificate(name))
    }

    /// A station that has no certificates has none of these.
    func certificates(for uses: [CertificateUse]) async throws(Refusal) -> [InstalledCertificate] {
        var found: [InstalledCertificate] = []
        if uses.contains(.csmsRoot), let certificates {
            found = await certificates.roots().map { InstalledCertificate(use: .csmsRoot, name: $0) }
        }
        let others = uses.filter { $0 != .csmsRoot }
        guard !others.isEmpty else { return found.filter(\.name.isWritable) }
        do throws(Refusal) {
            let result = try await ask(.listCertificates(others.count == 1 ? others[0] : nil))
            found += (result.certificates ?? []).filter { $0.use.map(others.contains) == true }
        } catch {
            guard error.kind == .unsupported else { throw error }
        }
        return found.filter(\.name.isWritable)
    }

    private static var tooLong: Refusal {
        .refused("InvalidCertificate", "A certificate has at most \(mostCertificateBytes) bytes here.")
    }
}

extension LegCertificateOutcome {
    /// As a station would have said it.
    fileprivate var result: CommandResult {
        get throws(Refusal) {
            switch self {
            case .done: return CommandResult(status: "Accepted")
            case .unknown: return CommandResult(status: "NotFound")
            case .refused(let why): throw .refused("InvalidCertificate", why)
            case .failed(let why): return CommandResult(status: "Failed", reason: "InternalError: \(why)")
            }
        }
    }
}

extension CertificateName {
    /// It is within what both versions can say.
    fileprivate var isWritable: Bool {
        ["SHA256", "SHA384", "SHA512"].contains(algorithm) && issuerName.utf8.count <= 128
            && issuerKey.utf8.count <= 128 && serialNumber.utf8.count <= 40
    }

    /// Hexadecimal digits compare without regard to case, and numbers without their leading zeros.
    func isSame(as other: CertificateName) -> Bool {
        func parts(_ name: CertificateName) -> [String] {
            [name.algorithm, name.issuerName, name.issuerKey, String(name.serialNumber.drop { $0 == "0" })]
                .map { $0.lowercased() }
        }
        return parts(self) == parts(other)
    }
}
