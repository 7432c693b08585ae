import Charging
import Stations
import Testing

@Suite struct StationPathTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var path: String
        var identity: StationID
        var testDescription: String { path }
    }

    @Test(arguments: [
        Case(path: "/ocpp/CP1", identity: "CP1"),
        Case(path: "/CP1", identity: "CP1"),
        Case(path: "/OCPP/CP1", identity: "CP1"),
        Case(path: "/ocpp/CP1/", identity: "CP1"),
        Case(path: "//ocpp//CP1//", identity: "CP1"),
        Case(path: "/ocpp/CP1/CP1", identity: "CP1"),
        Case(path: "/steve/websocket/CentralSystemService/CP1", identity: "CP1"),
        Case(path: "/ocpp/ocpp", identity: "ocpp"),
        Case(path: "/oocp", identity: "oocp"),
        Case(path: "/ocpp/Box%201", identity: "Box 1"),
        Case(path: "/ocpp/Hof%2FBox", identity: "Hof/Box"),
        Case(path: "/ocpp/a%2525", identity: "a%25"),
        Case(path: "/ocpp/S%C3%BCd", identity: "Süd"),
        Case(path: "/ocpp/A:1", identity: "A:1"),
        Case(
            path: "/ocpp/" + String(repeating: "x", count: 48), identity: StationID(String(repeating: "x", count: 48))),
    ])
    func `the identity is found`(_ example: Case) throws {
        #expect(try StationPath.identity(in: example.path, prefix: "/ocpp") == example.identity)
    }

    struct Refused: Sendable, CustomTestStringConvertible {
        var path: String
        var problem: StationPath.Problem
        var testDescription: String { path }
    }

    @Test(arguments: [
        Refused(path: "", problem: .noIdentity), Refused(path: "/", problem: .noIdentity),
        Refused(path: "/ocpp", problem: .noIdentity), Refused(path: "/ocpp/", problem: .noIdentity),
        Refused(path: "/ocpp/%zz", problem: .malformed), Refused(path: "/ocpp/a%2", problem: .malformed),
        Refused(path: "/ocpp/a%FF", problem: .malformed), Refused(path: "/ocpp/a%00", problem: .controlCharacter),
        Refused(path: "/ocpp/a%0Ab", problem: .controlCharacter),
        Refused(path: "/ocpp/a%E2%80%AEb", problem: .controlCharacter),
        Refused(path: "/ocpp/" + String(repeating: "x", count: 49), problem: .tooLong),
        // One letter to the eye, and a hundred to whoever stores it.
        Refused(path: "/ocpp/x" + String(repeating: "%CC%81", count: 100), problem: .tooLong),
    ])
    func `a path without a proper identity is refused`(_ example: Refused) {
        #expect(throws: example.problem) { try StationPath.identity(in: example.path, prefix: "/ocpp") }
    }

    @Test func `the prefix can be another, in several parts, or none`() throws {
        #expect(try StationPath.identity(in: "/a/b/CP1", prefix: "/a/b") == "CP1")
        #expect(try StationPath.identity(in: "/CP1", prefix: "") == "CP1")
        #expect(throws: StationPath.Problem.noIdentity) { try StationPath.identity(in: "/a/b", prefix: "/a/b/") }
    }
}
