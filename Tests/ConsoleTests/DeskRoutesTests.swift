import Charging
import Console
import Gateway
import Testing

@Suite(.timeLimit(.minutes(1))) struct DeskRoutesTests {
    @Test(arguments: [
        "/api/v1/tags", "/api/v1/reservations", "/api/v1/stations/CP1/variables", "/api/v1/corrections",
    ])
    func `what the desks know is for the socket only`(path: String) async throws {
        try await withConsole { console in
            let (page, socket) = (try await console.page(path), try await console.socket(path))
            #expect([page.status, socket.status] == [404, 200])
        }
    }

    @Test func `tags are listed and taken off the list`() async throws {
        try await withConsole { console in
            let body = """
                {"changes": [{"tag": " new1 ", "status": "Blocked", "note": "lost"}, {"tag": "OLD", "remove": true}]}
                """
            let answer = try await console.socket("/api/v1/tags", body: body)
            #expect(try answer.decode(ListVersion.self).version == 5)
            let (new, old) = (Tag("NEW1")!, Tag("OLD")!)
            #expect(
                console.site.asked == [
                    .change([.init(TagRecord(tag: new, status: .blocked, note: "lost")), .init(deleting: old)])
                ])
        }
    }

    @Test(arguments: [
        #"{"changes": []}"#, #"{"changes": [{"tag": ""}]}"#, #"{"changes": [{"tag": "a"}, {"tag": "A"}]}"#,
        #"{"changes": [{"tag": "a", "group": ""}]}"#, #"{"changes": [{"tag": "a", "status": "Nice"}]}"#, "[]",
    ])
    func `a change that makes no sense is refused whole`(body: String) async throws {
        try await withConsole { console in
            let answer = try await console.socket("/api/v1/tags", body: body)
            #expect(answer.status == 400)
            #expect(try answer.decode(APIFailure.Envelope.self).error.code == "bad-request")
            #expect(console.site.asked == [])
        }
    }

    @Test func `lists are pushed to one station or to all`() async throws {
        try await withConsole { console in
            let one = try await console.socket("/api/v1/tags/push?station=CP1", body: "{}")
            #expect(try one.decode([ListPush].self).map(\.outcome) == [.sent])
            _ = try await console.socket("/api/v1/tags/push", body: "{}")
            let absent = try await console.socket("/api/v1/tags/push?station=CP3", body: "{}")
            #expect(absent.status == 409)
            #expect(console.site.asked == [.push("CP1"), .push(nil)])
        }
    }

    @Test func `a place is kept until a moment or for a time, and given up`() async throws {
        try await withConsole { console in
            let body = #"{"station": "CP1", "tag": "04b0", "evse": 1, "seconds": 1800}"#
            let made = try await console.socket("/api/v1/reservations", body: body).decode(Reservation.self)
            #expect(made.id == 12)
            let path = "/api/v1/stations/CP1/reservations/12/cancel"
            #expect(try await console.socket(path, body: "").status == 204)
            let wish = ReservationWish(station: "CP1", evse: 1, tag: Tag("04B0")!, until: .noon + .minutes(30))
            #expect(console.site.asked == [.reserve(wish), .cancel(12, "CP1")])

            let taken = #"{"station": "CP1", "tag": "04b0", "evse": 2, "seconds": 1800}"#
            let refused = try await console.socket("/api/v1/reservations", body: taken)
            #expect(refused.status == 409)
            #expect(try refused.decode(APIFailure.Envelope.self).error.message.contains("reserved already"))
        }
    }

    @Test(arguments: [
        #"{"station": "CP1", "tag": "04b0"}"#, #"{"station": "CP1", "tag": "04b0", "seconds": 0}"#,
        #"{"station": "CP1", "tag": "04b0", "until": "2026-04-14T11:59:00Z"}"#,
        #"{"station": "CP1", "tag": "04b0", "seconds": 60, "evse": 0}"#,
        #"{"station": "", "tag": "04b0", "seconds": 60}"#, #"{"station": "CP1", "tag": "", "seconds": 60}"#,
    ])
    func `a wish that nobody could keep is refused`(body: String) async throws {
        try await withConsole { console in
            let answer = try await console.socket("/api/v1/reservations", body: body)
            #expect(answer.status == 400)
        }
    }

    @Test func `variables are found by how they begin`() async throws {
        try await withConsole { console in
            let path = "/api/v1/stations/CP1/variables?prefix=Local"
            let found = try await console.socket(path).decode([VariableReport].self)
            #expect(found.map(\.name) == ["LocalAuthListCtrlr.Entries"])
            #expect(try await console.socket("/api/v1/stations/CP9/variables").status == 404)
        }
    }
}
