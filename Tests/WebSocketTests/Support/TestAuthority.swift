import Foundation
import Testing
import WebSocket

/// A certificate authority for a test, made with the `openssl` program. Nothing of it is kept.
struct TestAuthority: Sendable {
    /// A certificate and its key, as text.
    struct Identity: Sendable {
        var certificate: String
        var key: String
    }

    static let isAvailable = FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl")

    static let site = Result { try TestAuthority(name: "Site CA") }
    static let stranger = Result { try TestAuthority(name: "Other CA") }

    private let root: Identity
    var certificate: String { root.certificate }

    private init(name: String) throws {
        root = try Self.inFolder { folder in
            try Self.run(
                ["req", "-x509"] + Self.newKey + [
                    "-keyout", "key", "-out", "cert", "-days", "30", "-subj", "/CN=\(name)",
                ],
                in: folder)
            return try Self.read("cert", "key", in: folder)
        }
    }

    /// For a server on this machine, or for a client.
    func issue(
        _ commonName: String, organisation: String = "Ohmstead", serial: String = "0a01",
        names: String = "DNS:localhost,IP:127.0.0.1", rsa: Bool = false
    ) throws -> Identity {
        try Self.inFolder { folder in
            try certificate.write(to: folder.appending(path: "ca"), atomically: false, encoding: .utf8)
            try root.key.write(to: folder.appending(path: "ca-key"), atomically: false, encoding: .utf8)
            try "subjectAltName=\(names)\n".write(
                to: folder.appending(path: "ext"), atomically: false, encoding: .utf8)
            let key = rsa ? ["-newkey", "rsa:2048", "-nodes"] : Self.newKey
            try Self.run(
                ["req"] + key + ["-keyout", "key", "-out", "csr", "-subj", "/O=\(organisation)/CN=\(commonName)"],
                in: folder)
            try Self.run(
                [
                    "x509", "-req", "-in", "csr", "-CA", "ca", "-CAkey", "ca-key", "-set_serial", "0x\(serial)",
                    "-days", "30", "-extfile", "ext", "-out", "cert",
                ], in: folder)
            return try Self.read("cert", "key", in: folder)
        }
    }

    /// What a listener of this authority proves itself with.
    func source(
        clients: TLSMaterial.ClientVerification = .none, rsa: Bool = false
    ) throws -> TLSMaterial.Source {
        let identity = try issue("localhost", rsa: rsa)
        return TLSMaterial.Source(
            certificateChain: .text(identity.certificate), privateKey: .text(identity.key),
            clientRoots: clients == .none ? nil : .text(certificate), clientVerification: clients)
    }

    /// A client that believes this authority.
    func dialer(
        _ identity: Identity? = nil, maximumVersion: DialerTLS.Version = .v13,
        deflate: DeflateConfiguration? = nil
    ) throws -> Dialer {
        let tls = try DialerTLS(
            roots: .text(certificate), certificateChain: identity.map { .text($0.certificate) },
            privateKey: identity.map { .text($0.key) }, minimumVersion: maximumVersion == .v10 ? .v10 : .v12,
            maximumVersion: maximumVersion)
        return Dialer(clock: ContinuousClock(), tls: tls, deflate: deflate)
    }

    private static let newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]

    private static func inFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "websocket-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }

    private static func read(_ certificate: String, _ key: String, in folder: URL) throws -> Identity {
        Identity(
            certificate: try String(contentsOf: folder.appending(path: certificate), encoding: .utf8),
            key: try String(contentsOf: folder.appending(path: key), encoding: .utf8))
    }

    private static func run(_ arguments: [String], in folder: URL) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/openssl")
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "openssl \(arguments.joined(separator: " "))")
    }
}
