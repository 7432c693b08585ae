import FoundationEssentials
import Synchronization
package import Trust

/// The client certificate of one station at one CSMS, and how it is renewed while it is still good.
/// OCPP 1.6 security white paper, A02 and A03 in OCPP 2.0.1.
///
/// A new certificate is used from the next connection on. The one before is kept until the new one has worked, and
/// stays when the new one does not.
package final class ClientIdentity: Sendable {
    private static let day: Int64 = 86_400

    /// Where the renewed certificates are; this lane's alone.
    private let directory: String
    private let commonName: String
    private let organisation: String?
    private let daysBefore: Int64
    /// How often it came to nothing with the new certificate, one after the other. A network can be at fault, too.
    private let failures = Mutex(0)
    /// After so many the one before has its turn.
    static let patience = 3

    /// - Parameters:
    ///   - directory: exists, and belongs to this station at this CSMS alone.
    ///   - commonName: whom the certificate is for, mostly the station's serial number.
    ///   - daysBefore: it is renewed when it is good for fewer days.
    package init(directory: String, commonName: String, organisation: String? = nil, daysBefore: Int = 30) {
        self.directory = directory
        self.commonName = commonName
        self.organisation = organisation
        self.daysBefore = Int64(daysBefore)
    }

    private var current: String { directory + "/client.pem" }
    private var fresh: String { directory + "/client-new.pem" }
    private var pending: String { directory + "/client-request.pem" }

    // Renewing

    /// Whether it is time to ask for a new one, at so many seconds since 1970.
    func isDue(_ configured: CSMSTLS, at now: Int64) -> Bool {
        guard (try? KeyIdentity.load(fresh)) == nil, let end = notAfter(of: best(configured).certificate) else {
            return false
        }
        return end - now < daysBefore * Self.day
    }

    /// A request for a new key. It stays the same until a certificate comes of it, since that can take days.
    func request() throws(TrustError) -> String {
        if let request = try KeyRequest.load(pending) { return request.requestPEM }
        let request = try KeyRequest.make(commonName: commonName, organisation: organisation)
        try request.save(pending)
        return request.requestPEM
    }

    /// Takes what the CSMS had signed (`CertificateSigned`), for the next connection.
    ///
    /// - Parameter now: seconds since 1970.
    package func install(_ chainPEM: String, at now: Int64) throws(TrustError) {
        guard let request = try KeyRequest.load(pending) else {
            throw TrustError(
                misuse: "No certificate was asked for.", hint: "Let the station ask for one first (SignCertificate).")
        }
        let identity = try KeyIdentity(chainPEM: chainPEM, for: request)
        guard identity.chain[0].notAfter > now, identity.chain[0].notBefore <= now else {
            throw TrustError(
                misuse: "The certificate is not good now.", hint: "Check its dates, and the clock of this box.")
        }
        try identity.save(fresh)
        remove(pending)
        failures.withLock { $0 = 0 }
    }

    // Using

    /// The files for the next attempt; the new certificate and the one before take turns until one of them works.
    func files(_ configured: CSMSTLS) -> (files: CSMSTLS, isFresh: Bool) {
        guard failures.withLock({ $0 < Self.patience }), FileManager.default.fileExists(atPath: fresh) else {
            return (best(configured), false)
        }
        var files = configured
        (files.certificate, files.key) = (fresh, fresh)
        return (files, true)
    }

    /// What became of an attempt with these files; returns whether a new certificate was given up.
    func note(isFresh: Bool, connected: Bool) -> Bool {
        guard FileManager.default.fileExists(atPath: fresh) else { return false }
        switch (isFresh, connected) {
        case (true, true):
            if let identity = try? KeyIdentity.load(fresh), (try? identity.save(current)) != nil { remove(fresh) }
        case (true, false): failures.withLock { $0 += 1 }
        case (false, false): failures.withLock { $0 = 0 }
        case (false, true):
            failures.withLock { $0 = 0 }
            remove(fresh)
            return true
        }
        return false
    }

    /// The certificate that is good for longer: the last renewed one, or the one a person has put there.
    private func best(_ configured: CSMSTLS) -> CSMSTLS {
        guard let renewed = notAfter(of: current), renewed > notAfter(of: configured.certificate) ?? 0 else {
            return configured
        }
        var files = configured
        (files.certificate, files.key) = (current, current)
        return files
    }

    private func notAfter(of path: String?) -> Int64? {
        guard let path else { return nil }
        if path == current { return (try? KeyIdentity.load(path))?.chain[0].notAfter }
        guard let text = FileManager.default.contents(atPath: path) else { return nil }
        return (try? Certificate.chain(pem: String(decoding: text, as: UTF8.self)))?[0].notAfter
    }

    private func remove(_ path: String) { try? FileManager.default.removeItem(atPath: path) }
}
