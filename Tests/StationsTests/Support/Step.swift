import Charging
import Foundation
import SchemaSupport
import Stations
import Testing

/// A call to the station, from its action on, and what the station answers: a payload, or the code of an error.
struct Step: Sendable {
    var call: String
    var answer: String

    init(_ call: String, _ answer: String = #"{"status":"Accepted"}"#) {
        self.call = call
        self.answer = answer
    }

    var isError: Bool { !answer.hasPrefix("{") }
    var action: String { String(call.split(separator: "\"", maxSplits: 1)[0]) }
    var payload: String { String(call.drop { $0 != "," }.dropFirst()) }

    /// The same in any order of the fields.
    func expect(_ call: String) {
        guard case .array(let elements)? = try? JSONValue(call),
            case .array(let wanted)? = try? JSONValue("[\(self.call)]")
        else {
            Issue.record("No call: \(call)")
            return
        }
        #expect(elements.first == .number(2))
        #expect(Array(elements.dropFirst(2)) == wanted, "\(call)")
    }
}

extension Bench {
    /// Gives the driver a command, plays the station's part, and returns what came of it.
    func attempt(_ command: Command, answering steps: [Step]) async -> Result<CommandResult, CommandError> {
        async let result = attempt(command)
        await answer(steps)
        return await result
    }

    /// Expects these calls one after the other, and answers them.
    func answer(_ steps: [Step]) async {
        for step in steps {
            let call = await link.next()
            step.expect(call)
            link.station.yield(step.isError ? call.refused(step.answer) : call.answered(step.answer))
        }
    }

    /// The station says something that is answered with a result.
    func tell(_ action: String, _ payload: String) async {
        #expect(await ask(#"[2,"t","\#(action)",\#(payload)]"#).hasPrefix(#"[3,"t","#))
    }
}

extension StationProfiles {
    /// One profile, for every station.
    static func saying(_ quirks: String) -> StationProfiles {
        let text = "name = \"Test\"\n[[quirk]]\nsource = \"seen\"\n\(quirks)\n"
        let file = try? StationProfileFile(text: text, file: "test.toml")
        #expect(file != nil, "\(quirks)")
        return StationProfiles(file.map { [$0] } ?? [])
    }
}
