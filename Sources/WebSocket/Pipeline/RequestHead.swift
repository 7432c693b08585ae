import NIOHTTP1

extension HTTPRequestHead {
    /// Why this is no WebSocket handshake, as the HTTP answer that says so; `nil` when it is one.
    var refusal: (status: Int, reason: String, headers: [(String, String)])? {
        guard method == .GET else { return (405, "Only GET is understood here.", [("Allow", "GET")]) }
        guard headers["Upgrade"].contains(where: { $0.lowercased().contains("websocket") }) else {
            return (426, "Connect with a WebSocket.", [("Upgrade", "websocket")])
        }
        guard headers["Sec-WebSocket-Version"] == ["13"] else {
            return (426, "Only version 13 of WebSocket is spoken here.", [("Sec-WebSocket-Version", "13")])
        }
        guard headers["Sec-WebSocket-Key"].count == 1 else {
            return (400, "A WebSocket handshake needs one Sec-WebSocket-Key.", [])
        }
        return nil
    }
}

extension Handshake {
    init(_ head: HTTPRequestHead, remoteAddress: String, tls: TLSPeer?) {
        self.init(
            path: head.uri.firstIndex(of: "?").map { String(head.uri[..<$0]) } ?? head.uri,
            subprotocols: head.headers[canonicalForm: "Sec-WebSocket-Protocol"].map(String.init).filter { !$0.isEmpty },
            authorization: head.headers.first(name: "Authorization"),
            remoteAddress: remoteAddress,
            userAgent: head.headers.first(name: "User-Agent"),
            tls: tls)
    }
}
