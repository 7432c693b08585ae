import Charging
import Foundation
import Gateway
import Logging
import ServiceLifecycle
import Simulator
import Testing
import WebSocket

/// A gateway with a plain listener and one with TLS, on free ports; only what stations need of it runs.
struct SecureSite {
    let scratch: ScratchDirectory
    let gateway: Gateway
    let wallClock: ManualWallClock
    private let path: String

    init(_ blocks: String = "", clients: String = "optional") async throws {
        let scratch = try ScratchDirectory()
        try scratch.write("CP1.password", "0123456789abcdef\n")
        let text = """
            [storage]
            path = "DIR/ohmstead.db"
            [stations]
            listen = "127.0.0.1:0"
            [[listener]]
            address = "127.0.0.1:0"
            tls = true
            client_certificates = "\(clients)"
            [security]
            names = ["localhost"]
            [[station]]
            id = "CP1"
            security_profile = 1
            password_file = "DIR/CP1.password"

            """ + blocks
        let path = try scratch.write("ohmstead.toml", text.replacing("DIR", with: scratch.path))
        try await self.init(
            // Certificates are measured by the time of the operating system, so the site's is the same.
            scratch, path, ManualWallClock(Timestamp(seconds: Int64(Date().timeIntervalSince1970))))
    }

    private init(_ scratch: ScratchDirectory, _ path: String, _ wallClock: ManualWallClock) async throws {
        (self.scratch, self.path, self.wallClock) = (scratch, path, wallClock)
        gateway = try await Gateway(
            try Configuration.load(path: path), time: SiteTime(clock: ManualClock(), wallClock: wallClock),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    /// Runs one gateway and, once that is gone, another one on the same data.
    static func run(_ body: (SecureSite) async throws -> Void, then later: (SecureSite) async throws -> Void)
        async throws
    {
        func first() async throws -> (ScratchDirectory, String, ManualWallClock) {
            let site = try await SecureSite()
            try await site.run(body)
            return (site.scratch, site.path, site.wallClock)
        }
        let (scratch, path, wallClock) = try await first()
        try await SecureSite(scratch, path, wallClock).run(later)
    }

    /// Runs the journal and the listeners while the body plays the people and the stations.
    func run(_ body: (SecureSite) async throws -> Void) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            for service in gateway.services {
                group.addTask {
                    do { try await service.run() } catch is CancellationError {}
                }
            }
            gateway.bindings.boundSocket()
            try await gateway.bindings.complete()
            try await body(self)
            group.cancelAll()
        }
    }

    var plainPort: Int { gateway.bindings.ports.stations ?? 0 }
    var securePort: Int { (gateway.bindings.ports.furtherStations?.first ?? 0) ?? 0 }

    /// What becomes of a handshake: 101, or the status it is refused with; 0 when TLS does not come about.
    func status(
        _ station: StationID = "CP1", password: String? = nil, secure: Bool, tls: DialerTLS? = nil
    ) async throws -> Int {
        do {
            return try await dial(station, password: password, secure: secure, tls: tls) { _ in 101 }
        } catch let error as DialError {
            if case .refused(let status, _) = error { return status }
            return 0
        }
    }

    func dial<Result: Sendable>(
        _ station: StationID = "CP1", password: String? = nil, secure: Bool, tls: DialerTLS? = nil,
        _ body: (Connection) async throws -> Result
    ) async throws -> Result {
        let url =
            secure ? "wss://localhost:\(securePort)/ocpp/\(station)" : "ws://localhost:\(plainPort)/ocpp/\(station)"
        let headers = password.map {
            [("Authorization", "Basic " + Data("\(station):\($0)".utf8).base64EncodedString())]
        }
        let dialer = Dialer(clock: ContinuousClock(), tls: secure ? try tls ?? trust() : nil)
        return try await dialer.connect(url: url, subprotocols: ["ocpp1.6"], headers: headers ?? [], body: body)
    }

    /// Trusts the site CA, and shows a certificate perhaps.
    func trust(_ certificate: String? = nil, key: String? = nil) throws -> DialerTLS {
        try DialerTLS(
            roots: .text(try gateway.security.authorityCertificate()), certificateChain: certificate.map { .text($0) },
            privateKey: key.map { .text($0) })
    }
}

/// A signing request as a station makes it, by the `openssl` program.
struct StationKey {
    var request: String
    var key: String

    static let isAvailable = FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl")

    init(_ name: String, in scratch: ScratchDirectory) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/openssl")
        process.arguments = [
            "req", "-new", "-nodes", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-keyout", "station.key",
            "-out", "station.csr", "-subj", "/CN=\(name)",
        ]
        process.currentDirectoryURL = URL(filePath: scratch.path)
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        request = try String(contentsOfFile: scratch.path + "/station.csr", encoding: .utf8)
        key = try String(contentsOfFile: scratch.path + "/station.key", encoding: .utf8)
    }
}
