import OCPP16
import Testing

@Suite struct CallsTests {
    @Test(arguments: fixtures)
    func `a message is read and written without a change`(_ fixture: Fixture) throws {
        #expect(try fixture.rewriteRequest() == fixture.request)
        #expect(try fixture.rewriteResponse() == fixture.response)
    }

    @Test func `every message in the table has a fixture`() {
        #expect(Set(fixtures.map(\.action)) == Set(OCPP16.calls.keys))
    }

    @Test func `only a vendor's own message goes both ways`() {
        #expect(Set(callsFromStations.keys).intersection(callsToStations.keys) == ["DataTransfer"])
        #expect(callsFromStations.count + callsToStations.count == calls.count + 1)
    }
}
