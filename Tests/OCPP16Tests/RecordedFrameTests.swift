import OCPP
import OCPP16
import SchemaSupport
import Testing

/// Every 1.6 frame of the collection beside the repository is understood, or is what its quirk says it is.
@Suite(.enabled(if: SharedData.isPresent, "the recorded frames are not here"))
struct RecordedFrameTests {
    /// What becomes of the frames that are no readable call.
    static let exceptions = [
        "Q09": "error ProtocolError", "Q30": "error FormationViolation", "Q42": "result", "Q19": "damaged call with id",
        "Q21": "damaged answer with id", "Q40": "unknown 1", "Q55": "refused ProtocolError",
    ]

    @Test func `every frame with a quirk is understood or answered as the quirk wants`() throws {
        let frames = try SharedData.frames("ocpp-frames.jsonl").filter { $0.kind == "frame" && $0.version == "1.6" }
        #expect(frames.count >= 38)
        for frame in frames {
            let id = frame.id ?? ""
            #expect(outcome(frame.frame) == Self.exceptions[id] ?? "call", "\(id)")
        }
    }

    @Test(arguments: ["everest-libocpp-1.6-ocmf", "microocpp-1.6", "mobilityhouse-1.6"])
    func `every frame of a recorded session is understood`(_ name: String) throws {
        let frames = try SharedData.frames("ocpp-sessions/\(name).jsonl")
        #expect(!frames.isEmpty)
        for frame in frames {
            #expect(["call", "result"].contains(outcome(frame.frame)), "\(frame.frame)")
        }
    }

    @Test func `a signed value passes through to the letter`() throws {
        let frames = try SharedData.frames("ocpp-sessions/everest-libocpp-1.6-ocmf.jsonl")
        let stop = try #require(frames.first { $0.frame.contains("\"StopTransaction\"") })
        guard case .call(_, _, let payload) = Frame(stop.frame) else {
            Issue.record("no call")
            return
        }
        let signed = try payload.decode(StopTransaction.self).transactionData?.last?.sampledValue.first
        #expect(signed?.value.hasPrefix(#"OCMF|{"FV":"1.0","GI":"KEBA_KCP30""#) == true)
        #expect(signed?.value.hasSuffix(#"7F6A0253157ACFF84FE4929A93B5964D23C4265699"}"#) == true)
    }

    private func outcome(_ text: String) -> String {
        switch Frame(text) {
        case .call(_, let action, let payload):
            guard let type = OCPP16.calls[action] else { return "unknown action" }
            do {
                _ = try payload.decode(type)
                return "call"
            } catch {
                return "refused \(error.callError(in: .ocpp16).code)"
            }
        case .result(_, let payload):
            return payload.verbatim.hasPrefix("{\"configurationKey\"")
                && (try? payload.decode(GetConfiguration.Response.self)) == nil ? "unreadable" : "result"
        case .error(_, let error): return "error \(error.code)"
        case .resultError, .send: return "a frame of 2.1"
        case .unknown(let type, _): return "unknown \(type)"
        case .damaged(let damage): return "damaged \(damage.kind) \(damage.id == nil ? "without" : "with") id"
        }
    }
}
