import Charging
import FoundationEssentials
import Glibc
import Synchronization
import Trust

/// The site's certificate authority, made when it is first needed and read from its directory ever after.
final class SiteAuthority: Sendable {
    private let directory: String
    private let site: String
    private let names: [ServerName]
    private let wallClock: any WallClock
    private let loaded = Mutex<SiteCA?>(nil)

    init(directory: String, site: String, names: [ServerName], wallClock: any WallClock) {
        self.directory = directory
        self.site = site
        self.names = names
        self.wallClock = wallClock
    }

    /// Blocks on the disk the first time.
    func authority() throws -> SiteCA {
        try loaded.withLock { known in
            if let known { return known }
            try makeDirectory()
            let authority = try SiteCA.loadOrCreate(directory: directory, site: site, at: wallClock.now.at.seconds)
            known = authority
            return authority
        }
    }

    /// What there is, without making one.
    var existing: SiteCA? {
        loaded.withLock { known in
            if known == nil { known = (try? SiteCA.load(directory: directory)) ?? nil }
            return known
        }
    }

    /// A certificate for a listener of this box. It is kept nowhere: stations trust whom the site CA vouches for, so a
    /// new one at every start costs nothing and needs no key on the disk.
    func serverIdentity(rsa: Bool) throws -> SiteCA.ServerIdentity {
        try authority().issueServer(
            names.isEmpty ? Self.hostNames : names, key: rsa ? .rsa : .ellipticCurve, at: wallClock.now.at.seconds)
    }

    private func makeDirectory() throws {
        guard !FileManager.default.fileExists(atPath: directory) else { return }
        guard unsafe mkdir(directory, 0o700) == 0 || errno == EEXIST else {
            let reason = unsafe String(cString: strerror(errno))
            throw SecurityRefusal(
                .internalTrouble, "The directory \(directory) of the site CA cannot be made: \(reason).",
                "Make it, and let it belong to the daemon's user: install -d -m 700 -o ohmstead \(directory)")
        }
    }

    private static var hostNames: [ServerName] {
        let name = ProcessInfo.processInfo.hostName
        let all = [name, name.contains(".") ? nil : name + ".local", "localhost", "127.0.0.1"].compactMap(\.self)
        return all.compactMap { ServerName($0) }
    }
}
