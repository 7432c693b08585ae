import OCPP
import OCPP201
import SchemaSupport
import Testing

/// Every message of both directions is held against the published schemas: with every field at its limit and every
/// word of every enumeration, and with nothing but what is required.
@Suite(.enabled(if: SharedData.isPresent, "the published schemas are not here"))
struct SchemaTests {
    static let schemas = (try? SharedData.schemas("v201")) ?? [:]
    static let schemas21 = (try? SharedData.schemas("v21")) ?? [:]

    @Test func `the table lists exactly the actions of 2.0.1`() {
        for kind in ["Request", "Response"] {
            let names = Self.schemas.keys.filter { $0.hasSuffix(kind) }
            #expect(Set(names.map { String($0.dropLast(kind.count)) }) == Set(OCPP201.calls.keys))
        }
    }

    /// What is sent in 2.1 is what 2.0.1 has, which 2.1 has to allow too.
    @Test(arguments: OCPP201.calls.keys.sorted(), [Dialect.ocpp201, .ocpp21])
    func `what the schema allows is read and written without a loss`(_ action: String, _ dialect: Dialect) throws {
        let type = try #require(OCPP201.calls[action])
        let request = try #require(Self.schemas[action + "Request"])
        for example in Self.examples(request) {
            let written = try JSONValue(Rewriting.request(type, example.json, dialect))
            #expect(written == request.pruned(example))
            #expect(request.complaints(about: written) == [])
            if dialect == .ocpp21 { #expect(Self.complaints(about: written, action + "Request") == []) }
        }
        let response = try #require(Self.schemas[action + "Response"])
        for example in Self.examples(response) {
            let written = try JSONValue(Rewriting.response(to: type, example.json, dialect))
            #expect(written == response.pruned(example))
            #expect(response.complaints(about: written) == [])
            if dialect == .ocpp21 { #expect(Self.complaints(about: written, action + "Response") == []) }
        }
    }

    @Test(arguments: OCPP201.calls.keys.sorted())
    func `what a station of 2.1 sends is read, and nothing of 2.0.1 in it is lost`(_ action: String) throws {
        let type = try #require(OCPP201.calls[action])
        if OCPP201.callsFromStations[action] != nil {
            let known = try #require(Self.schemas[action + "Request"])
            for example in Self.examples(try #require(Self.schemas21[action + "Request"])) {
                let written = try JSONValue(Rewriting.request(type, example.json, .ocpp21))
                #expect(known.pruned(written) == known.pruned(example))
            }
        }
        if OCPP201.callsToStations[action] != nil {
            let known = try #require(Self.schemas[action + "Response"])
            for example in Self.examples(try #require(Self.schemas21[action + "Response"])) {
                let written = try JSONValue(Rewriting.response(to: type, example.json, .ocpp21))
                #expect(written == known.pruned(example))
            }
        }
    }

    @Test func `a stream of values is read and written without a loss`() throws {
        let schema = try #require(Self.schemas21["NotifyPeriodicEventStream"])
        for example in Self.examples(schema) {
            let stream = try Rewriting.read(example.json, as: NotifyPeriodicEventStream.self)
            let written = try JSONValue(Rewriting.write(stream, .ocpp21))
            #expect(written == schema.pruned(example))
        }
    }

    static func examples(_ schema: JSONSchema) -> [JSONValue] {
        (0..<schema.variety).map { schema.example(.full, number: $0) } + [schema.example(.minimal)]
    }

    /// What 2.1 finds wrong with a message. A station of 2.1 has to say one thing more of its monitors; no gateway
    /// sends that message.
    private static func complaints(about value: JSONValue, _ name: String) -> [String] {
        (schemas21[name]?.complaints(about: value) ?? ["\(name) is gone"])
            .filter { !$0.hasSuffix(".eventNotificationType is missing") }
    }
}
