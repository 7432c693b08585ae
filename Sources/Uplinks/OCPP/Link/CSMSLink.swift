package import Charging
package import Logging
package import OCPP
import ServiceLifecycle
package import WebSocket

/// Keeps one station connected to one CSMS: dials, boots, tells how the connectors stand, and shows that it is alive.
package final class CSMSLink: CloudLink, LinkActions, Service {
    struct State {
        var conversation: CloudConversation?
        var online: Online?
        var obstacle: Obstacle?
        var remarks: [Trouble] = []
        /// How often the CSMS began to listen.
        var number = 0
        /// What the CSMS accepted last, for a station that did not start anew need not introduce itself again.
        var acceptance: Acceptance?
        /// A BootNotification is wanted, and why.
        var wish: BootReason?
    }

    struct Acceptance {
        var boot: Boot?
        var dialect: Dialect
    }

    /// After a connection that lasted so long, the next loss is a new story.
    private static let lasting = Duration.seconds(60)

    let configuration: LinkConfiguration
    let words: LinkWords
    let standing: @Sendable () async -> Standing
    let clock: any Clock<Duration>
    let wallClock: any WallClock
    let logger: Logger
    let state: Watched<State>
    private let languages: [Dialect: any Language]
    private let door: @Sendable (any LinkActions) -> any CloudDoor
    private let executor: LoopExecutor?
    private let jitter: Jitter

    /// - Parameters:
    ///   - standing: how the station stands, whenever the CSMS has to be told.
    ///   - door: makes what answers the CSMS's calls; called once, when the link begins to run.
    ///   - executor: where connections are to live.
    package init(
        configuration: LinkConfiguration, languages: [Dialect: any Language],
        standing: @escaping @Sendable () async -> Standing,
        door: @escaping @Sendable (any LinkActions) -> any CloudDoor, executor: LoopExecutor? = nil,
        clock: any Clock<Duration>, wallClock: any WallClock, jitter: Jitter = .random, logger: Logger
    ) {
        self.configuration = configuration
        self.languages = languages
        self.standing = standing
        self.door = door
        self.executor = executor
        self.clock = clock
        self.wallClock = wallClock
        self.jitter = jitter
        var logger = logger
        logger[metadataKey: "uplink"] = "\(configuration.lane)"
        logger[metadataKey: "station"] = "\(configuration.station)"
        self.logger = logger
        words = LinkWords(configuration: configuration)
        var state = State()
        state.obstacle = Obstacle(words.connecting)
        self.state = Watched(state)
    }

    package var online: Online? { state.value.online }
    package var obstacle: Obstacle? { state.value.obstacle }
    /// What a person should hear although the CSMS listens.
    package var remarks: [Trouble] { state.value.remarks }

    package func waitUntilOnline() async { await state.wait { $0.online != nil } }

    package func call(_ message: any Call) async throws(CallFailure) -> Payload {
        let now = state.value
        guard now.online != nil, let conversation = now.conversation else { throw .disconnected }
        return try await conversation.call(message)
    }

    /// Ends at graceful shutdown, with a goodbye.
    package func run() async throws {
        do {
            try await cancelWhenGracefulShutdown { try await self.stayConnected() }
        } catch is CancellationError {
            return
        }
    }

    private func stayConnected() async throws {
        let door = door(self)
        var backOff = LinkBackOff(longest: configuration.longestBackOff, jitter: jitter)
        var tls = TLSFiles()
        var lostAt: Int64?
        var told: Trouble?
        try await clock.sleep(for: backOff.start())
        while true {
            var openedAt: Int64?
            var end: LinkEnd
            do {
                try await connect(&tls, door) { openedAt = now }
                end = words.closed
            } catch {
                end = words.end(error)
            }
            try Task.checkCancellation()
            if openedAt != nil {
                lostAt = now
            } else if end.trouble.code == "password", let lostAt, now - lostAt < tolerance {
                end = words.unnoticed
            } else if end.trouble.code == "password" {
                configuration.password?.noteRefused()
            }
            if let openedAt, now - openedAt >= Self.lasting.microseconds { backOff.reset() }
            let pause = if case .after(let span) = end.next { span } else { backOff.next() }
            note(end, isNew: end.trouble != told, until: wallClock.now.at + pause)
            told = end.trouble
            try await clock.sleep(for: pause)
        }
    }

    /// Microseconds that pass whatever becomes of the wall clock.
    private var now: Int64 { wallClock.now.monotonic }
    private var tolerance: Int64 { configuration.preset.toleratesUnauthorized.microseconds }

    private func note(_ end: LinkEnd, isNew: Bool, until: Timestamp) {
        state.change { $0.obstacle = Obstacle(end.trouble, until: until, needsPerson: end.needsPerson) }
        let level: Logger.Level = !isNew ? .debug : end.needsPerson ? .error : .warning
        logger.log(level: level, "The CSMS is away.", metadata: ["reason": "\(end.trouble.summary)"])
    }

    /// One attempt to connect, and the connection if there is one. Always throws, unless it was cancelled.
    private func connect(_ tls: inout TLSFiles, _ door: any CloudDoor, opened: () -> Void) async throws {
        let token = try configuration.address.token?.read(as: CSMSAddress.token)
        let (headers, source) = try proof()
        var dialer = Dialer(clock: clock, pingInterval: configuration.settings.ping ?? configuration.pingInterval)
        dialer.executor = executor
        var (files, isFresh) = configuration.clientIdentity?.files(configuration.tls) ?? (configuration.tls, false)
        files = configuration.roots?.files(files) ?? files
        var isConnected = false
        defer { if !isConnected { noteCertificate(isFresh: isFresh, connected: false) } }
        if configuration.address.isSecure { dialer.tls = try tls.read(files) }
        try await dialer.connect(
            url: configuration.address.url(identity: configuration.identity, token: token),
            subprotocols: configuration.dialects.map(\.rawValue), headers: headers
        ) { connection in
            opened()
            isConnected = true
            noteCertificate(isFresh: isFresh, connected: true)
            notePassword(source)
            try await withTaskExecutorPreference(executor) { try await talk(over: connection, door) }
        }
    }

    private func noteCertificate(isFresh: Bool, connected: Bool) {
        guard configuration.clientIdentity?.note(isFresh: isFresh, connected: connected) == true else { return }
        logger.error("A new client certificate is of no use.", metadata: ["reason": "\(words.discarded.summary)"])
    }

    /// The header with the password, and which of them it is.
    private func proof() throws(SecretProblem) -> ([(String, String)], LinkPassword.Source) {
        let (credentials, source) =
            configuration.password?.credentials(configuration.credentials) ?? (configuration.credentials, .configured)
        do throws(SecretProblem) {
            return (try credentials.header(identity: configuration.identity).map { [$0] } ?? [], source)
        } catch {
            configuration.password?.noteRefused()
            throw error
        }
    }

    private func notePassword(_ source: LinkPassword.Source) {
        guard configuration.password?.noteOpened(source) == true else { return }
        logger.error("A new password is of no use.", metadata: ["reason": "\(words.discardedPassword.summary)"])
    }

    private func talk(over connection: Connection, _ door: any CloudDoor) async throws {
        guard let dialect = connection.subprotocol.flatMap(Dialect.init), configuration.dialects.contains(dialect),
            let language = languages[dialect]
        else { throw words.noDialect(connection.subprotocol) }
        logger.info("Connected to the CSMS.", metadata: ["version": "\(dialect.rawValue)"])
        let conversation = CloudConversation(
            connection: connection, language: language, door: door, words: words, clock: clock, logger: logger
        ) { [state] in
            state.change { $0.wish = .unknown }
        }
        state.change { state in
            state.conversation = conversation
            state.wish = nil
        }
        defer {
            state.change { state in
                state.conversation = nil
                state.online = nil
            }
        }
        try await withTaskCancellationHandler {
            try await withThrowingDiscardingTaskGroup { group in
                group.addTask { try await conversation.read() }
                group.addTask { await conversation.answerCalls() }
                group.addTask { await conversation.followUp() }
                group.addTask { try await self.register(over: conversation) }
            }
        } onCancel: {
            conversation.leave()
        }
    }
}
