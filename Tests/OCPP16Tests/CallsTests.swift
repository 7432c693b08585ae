import Foundation
import OCPP
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
        #expect(OCPP16.unsupportedActions.isDisjoint(with: OCPP16.calls.keys))
    }

    @Test(.enabled(if: SharedData.isPresent, "the published schemas are not here"), arguments: fixtures)
    func `a message is valid by the published schema`(_ fixture: Fixture) throws {
        for (name, json) in [(fixture.action, fixture.request), (fixture.action + "Response", fixture.response)] {
            let value = try JSONSerialization.jsonObject(with: Data(json.utf8))
            #expect(try SharedData.schema(name).complaints(about: value) == [])
        }
    }

    @Test(.enabled(if: SharedData.isPresent, "the published schemas are not here"))
    func `every action of the standard is either spoken or known as unsupported`() throws {
        let files = try FileManager.default.contentsOfDirectory(
            atPath: SharedData.folder.appending(path: "ocpp-schemas/v16").path)
        let actions = files.map { $0.replacing(".json", with: "") }.filter { !$0.hasSuffix("Response") }
        #expect(Set(actions) == OCPP16.unsupportedActions.union(OCPP16.calls.keys))
    }
}
