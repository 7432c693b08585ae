import FoundationEssentials
import Synchronization
import Trust

/// The password of one station at one CSMS, as the CSMS changes it. OCPP 1.6 security white paper and OCPP 2.0.1, A01.
///
/// A new one is used from the next connection on. The one before stays until the new one has opened, and has its turn
/// again where the CSMS refuses the new one; in the end so has the one in the person's file, so that to write another
/// one into it helps whatever the CSMS has done.
package final class LinkPassword: Sendable {
    /// Where a password comes from, the newest first.
    enum Source: Hashable, Sendable {
        case fresh, current, configured
    }

    /// So often in a row the CSMS may refuse the first choice before the others have their turns.
    static let patience = 3

    private let directory: String
    private let form: CSMSCredentials.PasswordForm
    private let refusals = Mutex(0)

    /// - Parameters:
    ///   - directory: exists, and belongs to this station at this CSMS alone.
    ///   - form: how the CSMS writes it, and how it is kept.
    package init(directory: String, form: CSMSCredentials.PasswordForm) {
        self.directory = directory
        self.form = form
    }

    private func path(_ source: Source) -> String { directory + (source == .fresh ? "/password-new" : "/password") }

    /// Takes a new one, for the next connection.
    ///
    /// - Returns: why it is not taken, as a sentence; `nil` where it is.
    func take(_ password: String) throws(TrustError) -> String? {
        guard form == .text || Hex.bytes(password.utf8).map({ (16...20).contains($0.count) }) == true else {
            return "The key has 16 to 20 bytes; send them as hexadecimal digits."
        }
        try PrivateFile.replace(path(.fresh), with: Array((password + "\n").utf8))
        refusals.withLock { $0 = 0 }
        return nil
    }

    /// What the next attempt shows.
    func credentials(_ configured: CSMSCredentials) -> (credentials: CSMSCredentials, source: Source) {
        let sources =
            [Source.fresh, .current].filter { FileManager.default.fileExists(atPath: path($0)) }
            + [.configured]
        let refusals = refusals.withLock { $0 }
        let turn = refusals < Self.patience ? 0 : (refusals - Self.patience + 1) % sources.count
        let source = sources[turn]
        return (source == .configured ? configured : .password(.file(path: path(source)), form: form), source)
    }

    /// It opened: older ones are not needed any more, and newer ones are of no use. Returns whether there was a newer.
    func noteOpened(_ source: Source) -> Bool {
        refusals.withLock { $0 = 0 }
        switch source {
        case .fresh:
            guard let password = try? PrivateFile.read(path(.fresh), limit: 100),
                (try? PrivateFile.replace(path(.current), with: password)) != nil
            else { return false }
            _ = remove(.fresh)
            return false
        case .current: return remove(.fresh)
        case .configured:
            let newer = [remove(.fresh), remove(.current)]
            return newer.contains(true)
        }
    }

    /// The CSMS refused it, or it cannot be read.
    func noteRefused() { refusals.withLock { $0 += 1 } }

    private func remove(_ source: Source) -> Bool {
        (try? FileManager.default.removeItem(atPath: path(source))) != nil
    }
}
