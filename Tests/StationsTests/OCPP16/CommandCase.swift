import Charging
import Testing

/// A command to a 1.6 station, the calls that come of it to the letter, and its result.
struct CommandCase: Sendable, CustomTestStringConvertible {
    var name: String
    var command: Command
    var steps: [Step]
    var result: CommandResult
    /// Switches of the station's profile.
    var quirks: String?
    /// What the station said before, as actions with payloads; answered with a result each.
    var said: [(String, String)] = []
    var testDescription: String { name }

    init(
        _ name: String, _ command: Command, _ steps: [Step],
        _ result: CommandResult = CommandResult(status: "Accepted"),
        quirks: String? = nil, said: [(String, String)] = []
    ) {
        self.name = name
        self.command = command
        self.steps = steps
        self.result = result
        self.quirks = quirks
        self.said = said
    }

    func run() async throws {
        try await Bench(quirks: quirks).run { bench in
            await bench.boot()
            for (action, payload) in said { await bench.tell(action, payload) }
            #expect(await bench.attempt(command, answering: steps) == .success(result))
        }
    }

    static let twoConnectors = [
        ("StatusNotification", #"{"connectorId":1,"status":"Available"}"#),
        ("StatusNotification", #"{"connectorId":2,"status":"Available"}"#),
    ]
    static let running = (
        "StartTransaction",
        #"{"connectorId":1,"idTag":"T","meterStart":5,"timestamp":"2026-11-21T02:40:11Z"}"#
    )
}

extension CommandResult {
    /// With what only some commands have.
    init(_ status: String, remark: String? = nil, _ change: (inout CommandResult) -> Void = { _ in }) {
        self.init(status: status)
        self.remark = remark
        change(&self)
    }
}
