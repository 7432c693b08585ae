import Charging
import FoundationEssentials
import Gateway
import HTTPTypes
import Hummingbird

/// The one web page: everything in one answer, so that it works without internet and from a phone's first request on.
enum Page {
    /// A nonce ties style and script to this one answer; nothing else that found its way in would run.
    static func response() -> Response {
        let nonce =
            String(UInt64.random(in: .min ... .max), radix: 36) + String(UInt64.random(in: .min ... .max), radix: 36)
        let policy = """
            default-src 'none'; script-src 'nonce-\(nonce)'; style-src 'nonce-\(nonce)'; connect-src 'self'; \
            img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'
            """
        return Response(
            status: .ok,
            headers: [.contentType: "text/html; charset=utf-8", .contentSecurityPolicy: policy],
            body: ResponseBody(byteBuffer: ByteBuffer(string: html(nonce: nonce))))
    }

    static func html(nonce: String) -> String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>Ohmstead</title>
        <link rel="icon" href="\(icon)">
        <style nonce="\(nonce)">\(PageStyle.css)</style>
        </head>
        \(body)
        <script nonce="\(nonce)">const words = \(words);\n\(PageScript.helpers)\(PageScript.sections)</script>
        </html>
        """
    }

    private static let icon = """
        data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' \
        height='32' rx='8' fill='%230f6b66'/%3E%3Cpath d='M18 5 8 18h6l-1 9 11-14h-7z' fill='%23fff'/%3E%3C/svg%3E
        """

    private static let body = """
        <body>
        <header>
          <div><h1 id="name">Ohmstead</h1><p id="summary" class="quiet">Asking the gateway…</p></div>
          <p id="verdict" class="badge" role="status"></p>
        </header>
        <main>
          <section id="health" hidden><h2>What needs attention</h2><div class="list"></div></section>
          <section id="unclaimed" hidden><h2>Waiting to be let in</h2><div class="list"></div></section>
          <section id="connectors" hidden><h2>Connectors</h2><div class="cards"></div></section>
          <section id="sessions" hidden><h2>Recent sessions</h2><div class="table"></div></section>
          <div class="columns">
            <section id="uplinks" hidden><h2>Clouds</h2><div class="list"></div></section>
            <section id="meters" hidden><h2>Meters</h2><div class="list"></div></section>
          </div>
          <noscript><p class="note">This page needs JavaScript. In a terminal, <code>ohmstead status</code> shows the
          same.</p></noscript>
        </main>
        <footer id="footer" class="quiet"></footer>
        </body>
        """

    /// The words of the terminal, for the script.
    private static let words: String = {
        struct Word: Encodable {
            var text: String
            var tone: Tone?
        }
        let states = ConnectorState.allCases.map { ($0.rawValue, Word(text: $0.words, tone: $0.tone)) }
        let uplinks = StatusReport.Uplink.State.allCases.map { ($0.rawValue, Word(text: $0.words, tone: $0.tone)) }
        let flags = SessionFlag.allCases.map { ($0.rawValue, Word(text: $0.words)) }
        let all = [
            "connector": Dictionary(uniqueKeysWithValues: states), "uplink": Dictionary(uniqueKeysWithValues: uplinks),
            "flag": Dictionary(uniqueKeysWithValues: flags),
        ]
        guard let json = try? JSON.encode(all) else { preconditionFailure("Words are always text.") }
        return String(decoding: json, as: UTF8.self)
    }()
}
