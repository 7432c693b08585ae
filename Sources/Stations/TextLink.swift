package import OCPP
package import WebSocket

/// What a driver needs of a connection, so that it can be tested without a socket.
package protocol TextLink: TextSender {
    /// Says goodbye; the messages end soon after.
    func close(_ code: CloseCode, reason: String)
}

extension Connection: TextLink {}

extension CloseCode {
    /// The server cannot serve now and will later.
    static let tryAgainLater = CloseCode(rawValue: 1013)
}
