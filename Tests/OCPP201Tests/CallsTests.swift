import OCPP
import OCPP201
import SchemaSupport
import Testing

@Suite struct CallsTests {
    @Test(arguments: fixtures, [Dialect.ocpp201, .ocpp21])
    func `a message is read and written without a change`(_ fixture: Fixture, _ dialect: Dialect) throws {
        #expect(try Rewriting.request(fixture.type, fixture.request, dialect) == fixture.request)
        #expect(try Rewriting.response(to: fixture.type, fixture.response, dialect) == fixture.response)
    }

    @Test func `every message in the table has a fixture`() {
        #expect(fixtures.map { $0.type.action }.sorted() == OCPP201.calls.keys.sorted())
        #expect(OCPP201.calls.count == 64)
    }

    @Test func `only a vendor's own message goes both ways`() {
        #expect(Set(callsFromStations.keys).intersection(callsToStations.keys) == ["DataTransfer"])
        #expect(callsFromStations.count + callsToStations.count == calls.count + 1)
    }

    @Test func `a stream of values is read from a frame that nobody answers`() throws {
        let text =
            #"[6,"9","NotifyPeriodicEventStream",{"id":3,"pending":0,"basetime":"2026-11-26T21:00:00Z","data":[{"t":0.50,"v":"16"}]}]"#
        guard case .send(_, let action, let payload) = Frame(text, .ocpp21) else {
            Issue.record("no such frame")
            return
        }
        let type = try #require(OCPP201.notices[action])
        #expect(
            try payload.decode(type) as? NotifyPeriodicEventStream
                == NotifyPeriodicEventStream(
                    id: 3, pending: 0, basetime: "2026-11-26T21:00:00Z", data: [StreamedValue(t: "0.50", v: "16")]))
    }
}
