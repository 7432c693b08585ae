import AsyncHTTPClient
import Charging
import Console
import FoundationEssentials
import Gateway
import Glibc
import Testing

@Suite(.timeLimit(.minutes(1))) struct ConsoleServerTests {
    @Test func `the page is one answer that loads nothing from elsewhere`() async throws {
        try await withConsole { console in
            let answer = try await console.page("/")
            #expect(answer.status == 200)
            #expect(answer.header("Content-Type") == "text/html; charset=utf-8")
            #expect(answer.header("Content-Security-Policy")?.contains("default-src 'none'") == true)
            #expect(answer.header("X-Content-Type-Options") == "nosniff")
            #expect(answer.header("Cache-Control") == "no-store")
            #expect(!answer.text.contains("src=") && !answer.text.contains("@import"))
        }
    }

    @Test func `each page has a nonce of its own`() async throws {
        try await withConsole { console in
            let first = try await console.page("/").header("Content-Security-Policy")
            let second = try await console.page("/").header("Content-Security-Policy")
            #expect(first != second)
        }
    }

    @Test func `status and sessions are read on both listeners, with the tags masked on the page's`() async throws {
        try await withConsole { console in
            let (page, socket) = (try await console.page("/api/v1/status"), try await console.socket("/api/v1/status"))
            #expect(try socket.decode(StatusReport.self) == .sample)
            #expect(try page.decode(StatusReport.self).name == "Depot Linz")
            #expect(socket.text.contains("04B0267AE05C80") && !page.text.contains("04B0267AE05C80"))

            let sessions = try await console.page("/api/v1/sessions?limit=2&station=CP1").decode([SessionReport].self)
            #expect(sessions.map(\.transaction.number) == [3, 1])
            #expect(sessions.map(\.tag) == ["04…80", "04…80"])
            #expect(try await console.page("/api/v1/health/live").status == 200)
        }
    }

    @Test(arguments: ["0", "-1", "1001", "many"])
    func `a limit that is no sensible number is refused`(limit: String) async throws {
        try await withConsole { console in
            let answer = try await console.page("/api/v1/sessions?limit=\(limit)")
            #expect(answer.status == 400)
        }
    }

    @Test(arguments: ["evil.example", "evil.example:9080", "127.0.0.1.evil.example", "ohmstead.local.evil.example"])
    func `a name that may be anybody's is not served`(host: String) async throws {
        try await withConsole { console in
            let answer = try await console.page("/api/v1/status", headers: [("Host", host)])
            #expect(answer.status == 421)
            #expect(try answer.decode(APIFailure.Envelope.self).error.code == "unknown-host")
            #expect(answer.header("X-Content-Type-Options") == "nosniff")
        }
    }

    @Test(arguments: ["192.168.1.5:9080", "localhost", "box", "ohmstead.local", "[fe80::1]:9080", "box.lan."])
    func `an address and a name of the local network are served`(host: String) async throws {
        try await withConsole { console in
            let answer = try await console.page("/api/v1/status", headers: [("Host", host)])
            #expect(answer.status == 200)
        }
    }

    @Test func `another web site may not read, but may link`() async throws {
        try await withConsole { console in
            let foreign = try await console.page("/api/v1/status", headers: [("Origin", "https://evil.example")])
            let fetched = try await console.page("/api/v1/status", headers: [("Sec-Fetch-Site", "cross-site")])
            let linked = try await console.page(
                "/", headers: [("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate")])
            #expect([foreign.status, fetched.status, linked.status] == [403, 403, 200])
            #expect(foreign.header("Access-Control-Allow-Origin") == nil)
        }
    }

    @Test func `commands are for the socket only`() async throws {
        try await withConsole { console in
            let command = #"{"command": "reset", "hard": true}"#
            #expect(try await console.page("/api/v1/stations/CP1/commands", body: command).status == 404)
            #expect(try await console.page("/api/v1/stations/EVB-P2309/claim", body: "").status == 404)
            #expect(console.site.asked == [])

            let answer = try await console.socket("/api/v1/stations/CP1/commands", body: command)
            #expect(try answer.decode(CommandResult.self).status == "Accepted")
            #expect(try await console.socket("/api/v1/stations/EVB%2DP2309/claim", body: "").status == 204)
            #expect(console.site.asked == [.command(.reset(.hard), "CP1"), .claim("EVB-P2309")])
        }
    }

    @Test func `parked records are shown, retried and skipped`() async throws {
        try await withConsole { console in
            let parked = try await console.socket("/api/v1/uplinks/credit/parked").decode([ParkedReport].self)
            #expect(parked.map(\.seq) == [812])
            #expect(try await console.socket("/api/v1/uplinks/credit/parked/812/retry", body: "").status == 204)
            let stuck = try await console.socket("/api/v1/uplinks/credit/park", body: "").decode(ParkedNumber.self)
            #expect(stuck.seq == 1041)
            #expect(try await console.socket("/api/v1/uplinks/employer/park", body: "").status == 409)
            #expect(try await console.socket("/api/v1/uplinks/office%2FCP9/park", body: "").status == 404)
            #expect(try await console.socket("/api/v1/uplinks/credit/parked/812/skip", body: "").status == 204)
            #expect(try await console.socket("/api/v1/uplinks/credit/parked/9/skip", body: "").status == 404)
            #expect(try await console.socket("/api/v1/uplinks/none/parked").status == 404)
            #expect(console.site.asked == [.retry(812, "credit"), .park("credit"), .skip(812, "credit")])
        }
    }

    @Test func `a body larger than any command is refused`() async throws {
        try await withConsole { console in
            let body = "{\"command\": \"trigger\", \"message\": \"\(String(repeating: "x", count: 70_000))\"}"
            let answer = try await console.socket("/api/v1/stations/CP1/commands", body: body)
            #expect(answer.status == 413)
        }
    }

    @Test func `the socket is for the daemon's user and group, and is gone afterwards`() async throws {
        let path = try await withConsole { console in
            var attributes = stat()
            try #require(unsafe stat(console.socketPath, &attributes) == 0)
            #expect(attributes.st_mode & 0o777 == 0o660)
            return console.socketPath
        }
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func `a socket somebody answers on is not taken over`() async throws {
        try await withConsole { console in
            await #expect(throws: ConsoleError.self) {
                try await withConsole(socket: console.socketPath) { _ in }
            }
            let answer = try await console.socket("/api/v1/health/live")
            #expect(answer.status == 200)
        }
    }

    @Test func `a socket that was left behind is replaced, and any other file is left alone`() async throws {
        let directory = try TemporaryDirectory()
        let stale = "\(directory.path)/stale"
        try leaveSocket(at: stale)
        try await withConsole(socket: stale) { console in
            let answer = try await console.socket("/api/v1/health/live")
            #expect(answer.status == 200)
        }

        let file = "\(directory.path)/file"
        try Data("precious".utf8).write(to: URL(filePath: file))
        await #expect(throws: ConsoleError.self) { try await withConsole(socket: file) { _ in } }
        #expect(FileManager.default.fileExists(atPath: file))
    }
}
