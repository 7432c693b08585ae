import Charging
import OCPP
import OCPP16
import OCPP201
import SchemaSupport
import Testing
import Uplinks

/// Every message a CSMS has for stations, at doors of both versions.
struct EveryMessageTests {

    @Test func `no message of the standards is without an answer and a test`() {
        #expect(Set(Wish.of16.map(\.action)) == Set(OCPP16.callsToStations.keys))
        #expect(Set(Wish.of201.map(\.action)) == Set(OCPP201.callsToStations.keys))
    }

    @Test(arguments: Wish.of16) func `a wish in 1.6 becomes a command`(_ wish: Wish) async throws {
        let trial = try DoorTrial(.ocpp16)
        try await check(wish, trial)
    }

    @Test(arguments: Wish.of201) func `a wish in 2.0.1 becomes a command`(_ wish: Wish) async throws {
        let trial = try DoorTrial(.ocpp201)
        try await check(wish, trial)
    }

    private func check(_ wish: Wish, _ trial: DoorTrial) async throws {
        let answer = try await trial.ask(wish.action, wish.json)
        let json = try #require(answer.json, "\(String(describing: answer.error))")
        if let status = wish.status { #expect(json["status"]?.text == status) }
        #expect(trial.control.commands == [wish.command].compactMap { $0 })
    }

    @Test(arguments: Wish.of16) func `a door that only watches refuses changes in 1.6`(_ wish: Wish) async throws {
        try await checkWatching(wish, try DoorTrial(.ocpp16, controls: false))
    }

    @Test(arguments: Wish.of201) func `a door that only watches refuses changes in 2.0.1`(_ wish: Wish) async throws {
        try await checkWatching(wish, try DoorTrial(.ocpp201, controls: false))
    }

    private func checkWatching(_ wish: Wish, _ trial: DoorTrial) async throws {
        let answer = try await trial.ask(wish.action, wish.json)
        switch wish.watching {
        case .refuses(let word):
            #expect(answer.word == word)
            #expect(trial.control.commands == [])
            #expect(trial.certificates.log == [])
        case .answers: #expect(answer.json != nil)
        }
    }

    private static let failures: [CommandError] = [
        .notConnected, .notBooted, .timedOut, .busy, .disconnected, .unreadable("It is no JSON."),
        .unsupported("It has no such thing."), .refused(code: "NotSupported", description: ""),
        .refused(code: "InternalError", description: "Broken."),
    ]

    @Test(arguments: failures) func `what the station did not do is never told as done`(
        _ failure: CommandError
    ) async throws {
        for (dialect, wishes) in [(Dialect.ocpp16, Wish.of16), (.ocpp201, Wish.of201), (.ocpp21, Wish.of201)] {
            for wish in wishes where wish.command != nil {
                let trial = try DoorTrial(dialect, hasCertificates: false) { _ in .failure(failure) }
                let answer = try await trial.ask(wish.action, wish.json)
                #expect(trial.control.commands == [wish.command!], "\(wish.action)")
                guard answer.json != nil else {
                    #expect([.internalError, .notSupported].contains(answer.error?.code), "\(wish.action)")
                    continue
                }
                // A report of what is known here does not depend on the station.
                guard wish.action != "GetBaseReport" else { continue }
                #expect(!["Accepted", "Unlocked", "Scheduled"].contains(answer.status), "\(wish.action)")
                if dialect != .ocpp16, answer.status != nil, wish.action != "GetInstalledCertificateIds" {
                    #expect(answer.reason != nil, "\(wish.action)")
                }
            }
        }
    }
}

/// The answers are held against the published schemas.
@Suite(.enabled(if: SharedData.isPresent, "the published schemas are not here"))
struct DoorSchemaTests {
    private static let schemas16 = (try? SharedData.schemas("v16")) ?? [:]
    private static let schemas201 = (try? SharedData.schemas("v201")) ?? [:]

    @Test(arguments: ["Accepted", "Rejected", "Scheduled", "Nonsense", "NotSupported", "UnknownVariable", "Failed"])
    func `whatever word a station says, the answer is one that the version knows`(_ word: String) async throws {
        try await check { command in
            guard var result = try? await DoorStation.willing(command).get() else { return .failure(.timedOut) }
            result.status = word
            if let data = result.data { result.data = data.replacing("\"Accepted\"", with: "\"Rejected\"") }
            return .success(result)
        }
    }

    @Test(arguments: [CommandError.notConnected, .unsupported("It has no such thing."), .timedOut])
    func `the answer for a station that fails is one that the version knows`(_ failure: CommandError) async throws {
        try await check { _ in .failure(failure) }
    }

    @Test func `the answers of a station that does everything are ones that the version knows`() async throws {
        try await check(DoorStation.willing)
        try await check(controls: false, DoorStation.willing)
    }

    private func check(controls: Bool = true, _ script: @escaping DoorStation.Script) async throws {
        for (dialect, wishes) in [(Dialect.ocpp16, Wish.of16), (.ocpp201, Wish.of201)] {
            let schemas = dialect == .ocpp16 ? Self.schemas16 : Self.schemas201
            for wish in wishes {
                let trial = try DoorTrial(dialect, controls: controls, script: script)
                guard let json = try await trial.ask(wish.action, wish.json).json else { continue }
                let schema = try #require(schemas[wish.action + "Response"])
                #expect(schema.complaints(about: json) == [], "\(wish.action)")
            }
        }
    }
}
