import Charging
import Logging
import OCPP
import Simulator
import Testing
import WebSocket

/// A simulated CSMS on loopback.
struct CSMSSite: Sendable {
    let csms: SimulatedCSMS
    let clock: ManualClock
    let wallClock: ManualWallClock
    let port: Int
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    var url: String { "ws://127.0.0.1:\(port)/ocpp" }

    /// What slow answers wait on is `clock`, which stands still until it is moved.
    static func with<R: Sendable>(
        _ configuration: SimulatedCSMS.Configuration = .init(),
        _ body: @escaping @Sendable (CSMSSite) async throws -> R
    ) async throws -> R {
        let (ports, announcer) = AsyncStream.makeStream(of: Int.self)
        let (clock, wallClock) = (ManualClock(), ManualWallClock())
        let csms = SimulatedCSMS(
            configuration: configuration, clock: clock, wallClock: wallClock,
            logger: Logger(label: "csms") { _ in SwiftLogNoOpLogHandler() }, didBind: { announcer.yield($0) })
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await csms.run() }
            var bound = ports.makeAsyncIterator()
            let port = try #require(await bound.next())
            let site = CSMSSite(csms: csms, clock: clock, wallClock: wallClock, port: port)
            defer { group.cancelAll() }
            return try await body(site)
        }
    }

    /// A wallbox is connected and runs until `body` returns.
    func with<R: Sendable>(
        _ run: @escaping @Sendable () async throws -> Void, _ body: @escaping @Sendable () async throws -> R
    ) async throws -> R {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await run() }
            defer { group.cancelAll() }
            return try await body()
        }
    }
}

/// A station that says what it is told to say, letter by letter.
struct RawStation {
    let connection: Connection
    private var messages: Messages.AsyncIterator

    /// Connects as a station and hangs up when `body` returns.
    static func with<R: Sendable>(
        _ site: CSMSSite, _ path: String = "/ocpp/CP1", _ dialect: Dialect = .ocpp16, password: String? = nil,
        _ body: (inout RawStation) async throws -> R
    ) async throws -> R {
        try await Dialer(clock: ContinuousClock()).connect(
            url: "ws://127.0.0.1:\(site.port)\(path)", subprotocols: [dialect.rawValue],
            headers: password.map { [("Authorization", "Basic \($0)")] } ?? []
        ) { connection in
            var station = RawStation(connection: connection, messages: connection.messages.makeAsyncIterator())
            return try await body(&station)
        }
    }

    /// What it hears next; `nil` when the connection is over.
    mutating func hear() async throws -> String? { try await messages.next() }

    /// Calls, and returns the frame that is answered.
    @discardableResult
    mutating func say(_ action: String, _ payload: String = "{}", id: String = "1") async throws -> String? {
        try await connection.send(#"[2,"\#(id)","\#(action)",\#(payload)]"#)
        return try await hear()
    }

    mutating func boot(_ dialect: Dialect = .ocpp16) async throws {
        try await say(
            "BootNotification",
            dialect == .ocpp16
                ? #"{"chargePointVendor":"V","chargePointModel":"M"}"#
                : #"{"reason":"PowerUp","chargingStation":{"vendorName":"V","model":"M"}}"#)
    }

    /// How a dial is refused; `nil` when it is not.
    static func refusal(
        _ site: CSMSSite, _ path: String = "/ocpp/CP1", _ dialect: Dialect = .ocpp16, password: String? = nil
    ) async -> Int? {
        do {
            try await with(site, path, dialect, password: password) { _ in }
            return nil
        } catch DialError.refused(let status, _) {
            return status
        } catch {
            return -1
        }
    }
}
