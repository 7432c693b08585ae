import FoundationEssentials
import WebSocket

/// The files that `wss://` to a CSMS needs. They may be replaced at any time: each attempt looks whether they were.
package struct CSMSTLS: Hashable, Sendable {
    /// The certificates that are trusted, in one PEM file; `nil` trusts what the operating system does.
    package var roots: String?
    /// Those that are trusted besides, which the CSMS has installed.
    package var moreRoots: String?
    /// The client certificate of security profile 3 and those between it and its root, and the key it was made with.
    package var certificate: String?
    package var key: String?
    /// The name the server's certificate must have; the URL's host when `nil`.
    package var serverName: String?

    package init(
        roots: String? = nil, certificate: String? = nil, key: String? = nil, serverName: String? = nil
    ) {
        self.roots = roots
        self.certificate = certificate
        self.key = key
        self.serverName = serverName
    }
}

/// Reads the files when they changed, and only then: an operating system trusts a hundred certificates.
struct TLSFiles {
    private struct Edition: Equatable {
        var files: CSMSTLS
        var stamps: [Stamp?]
    }

    /// Whether a file is still the one that was read.
    private struct Stamp: Equatable {
        var size: UInt64?
        var modified: Date?

        init?(_ path: String?) {
            guard let path else { return nil }
            let resolved = URL(filePath: path).resolvingSymlinksInPath().path
            guard let attributes = try? FileManager.default.attributesOfItem(atPath: resolved) else { return nil }
            size = attributes[.size] as? UInt64
            modified = attributes[.modificationDate] as? Date
        }
    }

    private var last: (edition: Edition, tls: DialerTLS)?

    /// `nil` for the operating system's roots and nothing else, which all dialers share.
    mutating func read(_ files: CSMSTLS) throws(TLSMaterialError) -> DialerTLS? {
        guard files != CSMSTLS() else { return nil }
        let edition = Edition(
            files: files, stamps: [files.roots, files.moreRoots, files.certificate, files.key].map { Stamp($0) })
        if let last, last.edition == edition { return last.tls }
        let tls = try files.dialer(moreRoots: files.moreRoots.map { .file($0) })
        last = (edition, tls)
        return tls
    }
}

extension CSMSTLS {
    /// With these further roots, whichever are installed.
    func dialer(moreRoots: PEM?) throws(TLSMaterialError) -> DialerTLS {
        try DialerTLS(
            roots: roots.map { .file($0) }, moreRoots: moreRoots, serverName: serverName,
            certificateChain: certificate.map { .file($0) }, privateKey: key.map { .file($0) })
    }
}
