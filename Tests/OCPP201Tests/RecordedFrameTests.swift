import OCPP
import OCPP201
import SchemaSupport
import Testing

/// Every 2.0.1 frame of the collection beside the repository is understood.
@Suite(.enabled(if: SharedData.isPresent, "the recorded frames are not here"))
struct RecordedFrameTests {
    @Test func `every frame with a quirk is understood`() throws {
        let frames = try SharedData.frames("ocpp-frames.jsonl").filter { $0.kind == "frame" && $0.version == "2.0.1" }
        #expect(frames.count >= 2)
        for frame in frames { try understand(frame.frame, answering: nil) }
    }

    @Test(arguments: ["microocpp-2.0.1", "mobilityhouse-2.0.1"])
    func `every frame of a recorded session is understood`(_ name: String) throws {
        let frames = try SharedData.frames("ocpp-sessions/\(name).jsonl")
        #expect(frames.count > 20)
        var asked: [String: any Call.Type] = [:]
        for frame in frames {
            if case .call(let id, let action, _) = Frame(frame.frame, .ocpp201) {
                asked[id.text] = OCPP201.calls[action]
            }
            try understand(frame.frame, answering: asked)
        }
        #expect(!asked.isEmpty)
    }

    private func understand(_ text: String, answering asked: [String: any Call.Type]?) throws {
        switch Frame(text, .ocpp201) {
        case .call(_, let action, let payload):
            let type = try #require(OCPP201.calls[action], "\(text)")
            #expect(throws: Never.self, "\(text)") { try payload.decode(type) }
        case .result(let id, let payload):
            let type = try #require(asked?[id.text], "\(text)")
            #expect(throws: Never.self, "\(text)") { try Rewriting.response(to: type, payload.verbatim, .ocpp201) }
        case .error, .resultError, .send, .unknown, .damaged: Issue.record("\(text)")
        }
    }
}
