import OCPP
import OCPP16
import SchemaSupport
import Testing

/// Every message of both directions is held against the published schemas: with every field at its limit and every
/// word of every enumeration, and with nothing but what is required.
@Suite(.enabled(if: SharedData.isPresent, "the published schemas are not here"))
struct SchemaTests {
    static let schemas = (try? SharedData.schemas("v16")) ?? [:]

    @Test func `the table lists exactly the actions of the standard and its security extension`() {
        #expect(Set(Self.schemas.keys.filter { !$0.hasSuffix("Response") }) == Set(OCPP16.calls.keys))
    }

    @Test(arguments: OCPP16.calls.keys.sorted())
    func `what the schema allows is read and written without a loss`(_ action: String) throws {
        let type = try #require(OCPP16.calls[action])
        let request = try #require(Self.schemas[action])
        for example in Self.examples(request) {
            let written = try JSONValue(Rewriting.request(type, example.json, .ocpp16))
            #expect(written == example)
            #expect(request.complaints(about: written) == [])
        }
        let response = try #require(Self.schemas[action + "Response"])
        for example in Self.examples(response) {
            let written = try JSONValue(Rewriting.response(to: type, example.json, .ocpp16))
            #expect(written == example)
            #expect(response.complaints(about: written) == [])
        }
    }

    static func examples(_ schema: JSONSchema) -> [JSONValue] {
        (0..<schema.variety).map { schema.example(.full, number: $0) } + [schema.example(.minimal)]
    }
}
