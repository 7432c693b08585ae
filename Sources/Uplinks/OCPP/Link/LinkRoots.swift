import Charging
import FoundationEssentials
import Synchronization
import Trust

/// The roots that a CSMS has installed for itself, beside those in a person's file. OCPP 1.6 security white paper and
/// OCPP 2.0.1, M03 to M05.
///
/// They count together: a new root that proves nothing takes nothing away, which is more than the fallback that OCPP
/// asks of stations.
package final class LinkRoots: Sendable {
    private let path: String
    /// The person's file, `nil` where the operating system says whom to trust.
    private let configured: String?
    /// One change at a time.
    private let changes = Mutex(())

    /// - Parameters:
    ///   - directory: exists, and belongs to this station at this CSMS alone.
    ///   - configured: the file whose roots are trusted in any case. It is never written.
    package init(directory: String, configured: String?) {
        path = directory + "/roots.pem"
        self.configured = configured
    }

    /// The files for the next attempt.
    func files(_ files: CSMSTLS) -> CSMSTLS {
        var files = files
        files.moreRoots = FileManager.default.fileExists(atPath: path) ? path : nil
        return files
    }

    var installed: [Certificate] { (try? RootBundle.load(path))?.certificates ?? [] }

    /// Those of the person's file, as far as they can be told: a file as long as an operating system's is left aside.
    var others: [Certificate] {
        guard let configured,
            let size = try? FileManager.default.attributesOfItem(atPath: configured)[.size] as? UInt64,
            size <= Certificate.maximumCharacters, let text = FileManager.default.contents(atPath: configured)
        else { return [] }
        return (try? Certificate.chain(pem: String(decoding: text, as: UTF8.self))) ?? []
    }

    /// - Parameter now: seconds since 1970.
    func install(_ pem: String, at now: Int64) throws(TrustError) {
        let root = try Certificate(pem: pem)
        guard !others.contains(root) else { return }
        try change { bundle throws(TrustError) in try bundle.add(root, at: now) }
    }

    func remove(_ root: Certificate) throws(TrustError) {
        try change { bundle throws(TrustError) in bundle = bundle.without(root) }
    }

    private func change(_ body: (inout RootBundle) throws(TrustError) -> Void) throws(TrustError) {
        try changes.withLock { _ throws(TrustError) in
            var bundle = try RootBundle.load(path)
            try body(&bundle)
            if bundle.certificates.isEmpty {
                // A file without certificates is no file of roots to TLS.
                try? FileManager.default.removeItem(atPath: path)
            } else {
                try bundle.save(path)
            }
        }
    }
}

extension CertificateName {
    /// As OCPP names a root, which has issued itself. `nil` for hashes that are not known here.
    init?(_ root: Certificate, algorithm: String = Digest.sha256.rawValue) {
        guard let digest = Digest(rawValue: algorithm.uppercased()),
            let hash = try? CertificateHash(of: root, issuer: root, algorithm: digest)
        else { return nil }
        self.init(
            algorithm: digest.rawValue, issuerName: hash.issuerNameHash, issuerKey: hash.issuerKeyHash,
            serialNumber: hash.serialNumber)
    }
}
