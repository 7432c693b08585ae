import NIOCore

/// One open WebSocket, seen as text messages that come and go.
///
/// Pings, pongs, fragments and the close handshake are dealt with below and never show here.
package final class Connection: Sendable {
    /// The messages of the other side; for a single consumer. It ends when the connection closes, in whichever way,
    /// and throws a `ConnectionError` when the other side broke the protocol or fell silent.
    package let messages: Messages
    /// The sub-protocol both sides agreed on.
    package let subprotocol: String?
    private let outbound: NIOAsyncChannelOutboundWriter<String>
    private let link: Link

    init(
        inbound: NIOAsyncChannelInboundStream<String>, outbound: NIOAsyncChannelOutboundWriter<String>, link: Link,
        subprotocol: String?
    ) {
        self.messages = Messages(stream: inbound)
        self.outbound = outbound
        self.link = link
        self.subprotocol = subprotocol
    }

    /// Sends a message. Waits while the other side does not take what was sent before; throws once it is closed.
    package func send(_ text: String) async throws {
        try await outbound.write(text)
    }

    /// Says goodbye. The messages end; the socket closes when the other side has answered, or a second later.
    package func close(_ code: CloseCode = .normal, reason: String = "") {
        link.close(code, reason: reason)
    }

    /// Hangs up without a word, as a cut cable does.
    package func abort() {
        link.channel.close(promise: nil)
    }

    /// Reads nothing any more and so answers no ping, as a machine that hangs does. For simulations.
    package func freeze(_ isFrozen: @escaping @Sendable () -> Void = {}) {
        link.channel.setOption(.autoRead, value: false).whenComplete { _ in isFrozen() }
    }

    /// One of the two sides has said goodbye, and did not just vanish.
    package var isClosedInForm: Bool {
        get async { await link.isClosedInForm }
    }
}

/// The messages of a connection, in the order they came.
package struct Messages: AsyncSequence, Sendable {
    let stream: NIOAsyncChannelInboundStream<String>

    package struct AsyncIterator: AsyncIteratorProtocol {
        var base: NIOAsyncChannelInboundStream<String>.AsyncIterator

        package mutating func next() async throws -> String? {
            try await base.next(isolation: #isolation)
        }

        package mutating func next(isolation actor: isolated (any Actor)?) async throws(any Error) -> String? {
            try await base.next(isolation: actor)
        }
    }

    package func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(base: stream.makeAsyncIterator())
    }
}

/// Why a connection ended before its time.
package enum ConnectionError: Error, Hashable, CustomStringConvertible {
    /// The other side broke the protocol, and was told so with this code.
    case violation(CloseCode, String)
    /// Nothing was heard for two ping intervals.
    case silent

    package var description: String {
        switch self {
        case .violation(let code, let what): "the other side \(what) (closed with \(code.rawValue))"
        case .silent: "nothing was heard for two ping intervals"
        }
    }
}
