import NIOCore
import NIOHTTP1
import NIOWebSocket

/// A WebSocket as the async side takes it over.
struct OpenChannel: Sendable {
    let channel: NIOAsyncChannel<String, String>
    let link: Link

    /// Puts the last two handlers on a channel that speaks WebSocket frames already.
    init(on channel: any Channel, rules: ConnectionRules, deflate: DeflateTerms?) throws {
        let handler = TextHandler(rules: rules, deflate: deflate)
        try channel.pipeline.syncOperations.addHandler(handler)
        // Few messages wait between the socket and the task, so that a slow task is soon felt by the other side.
        self.channel = try NIOAsyncChannel(
            wrappingChannelSynchronously: channel,
            configuration: .init(backPressureStrategy: .init(lowWatermark: 1, highWatermark: 4)))
        link = Link(channel: channel, handler: handler)
    }
}

/// A socket that was accepted and may become a WebSocket.
struct Arrival: Sendable {
    let channel: any Channel
    /// Kept from the beginning: a socket that closed does not know it any more.
    let address: IPAddress?
    /// The first request; fails when the socket closes without one that asks for a WebSocket.
    let handshake: EventLoopFuture<Handshake>
    /// The WebSocket, once the request was admitted and answered.
    let upgrade: EventLoopFuture<OpenChannel>
    private let doorman: NIOLoopBound<Doorman>
    private let turn: Turn?

    /// Equips an accepted socket; on its event loop.
    init(
        on channel: any Channel, from address: IPAddress?, rules: ConnectionRules, tls: TLSMaterial?,
        turnstile: Turnstile
    ) throws {
        let arrival = channel.eventLoop.makePromise(of: Handshake.self)
        let turn = tls.map { _ in turnstile.turn() }
        let doorman = Doorman(arrival: arrival, address: address, rules: rules, tls: tls, turn: turn)
        let encoder = HTTPResponseEncoder()
        let decoder = ByteToMessageHandler(
            HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes, limitConfiguration: .handshake))
        let boundDoorman = NIOLoopBound(doorman, eventLoop: channel.eventLoop)
        let upgrader = NIOTypedHTTPServerUpgradeHandler(
            httpEncoder: encoder, extraHTTPHandlers: [decoder, doorman],
            upgradeConfiguration: .init(
                upgraders: [Self.upgrader(rules: rules, doorman: boundDoorman)],
                notUpgradingCompletionHandler: { channel in
                    channel.close(promise: nil)
                    return channel.eventLoop.makeFailedFuture(ChannelError.eof)
                }))
        let pipeline = channel.pipeline.syncOperations
        if let tls, let turn {
            try pipeline.addHandler(Threshold(material: tls, turn: turn))
        } else {
            try pipeline.addHandler(PortCheck())
        }
        try pipeline.addHandlers([encoder, decoder, doorman, upgrader])
        self.channel = channel
        self.address = address
        self.doorman = boundDoorman
        self.turn = turn
        handshake = arrival.futureResult
        upgrade = upgrader.upgradeResultFuture
    }

    private static func upgrader(
        rules: ConnectionRules, doorman: NIOLoopBound<Doorman>
    ) -> NIOTypedWebSocketServerUpgrader<OpenChannel> {
        NIOTypedWebSocketServerUpgrader(
            maxFrameSize: rules.maxFrameBytes, enableAutomaticErrorHandling: false,
            shouldUpgrade: { channel, _ in
                channel.eventLoop.makeSucceededFuture(doorman.value.responseHeaders)
            },
            upgradePipelineHandler: { channel, _ in
                channel.eventLoop.makeCompletedFuture {
                    try OpenChannel(on: channel, rules: rules, deflate: doorman.value.deflate)
                }
            })
    }

    /// Whether it may take as long again, because others were let in first.
    var mayTakeLonger: Bool { turn?.mayTakeLonger ?? false }

    func admit(subprotocol: String?) async throws -> OpenChannel {
        channel.eventLoop.execute { doorman.value.admit(subprotocol: subprotocol) }
        return try await upgrade.get()
    }

    /// Answers with plain HTTP and hangs up.
    func refuse(status: Int, reason: String, headers: [(String, String)] = []) async {
        channel.eventLoop.execute { doorman.value.refuse(status: status, reason: reason, headers: headers) }
        try? await channel.closeFuture.get()
    }
}

extension NIOHTTPDecoderLimitConfiguration {
    /// More than any wallbox sends, and little enough for a box.
    static var handshake: Self {
        var limits = Self()
        limits.maxHeaderFieldSize = 8 * 1024
        limits.maxHeaderListSize = 16 * 1024
        limits.maxHeaderFieldCount = 64
        return limits
    }
}
