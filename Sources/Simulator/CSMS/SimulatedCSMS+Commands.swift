package import OCPP
import Synchronization

// What a CSMS asks of its stations.
extension SimulatedCSMS {
    /// Asks a station, and returns what it answers. `CallFailure.disconnected` where it is not there.
    package func call<Message: Call>(
        _ message: Message, to station: String, within time: Duration? = nil
    ) async throws(CallFailure) -> Message.Response {
        let visit = state.withLock { state in
            state.visits[station]?.asked += 1
            return state.visits[station]?.visit
        }
        guard let visit else { throw .disconnected }
        do throws(CallFailure) {
            let payload = try await visit.caller.payload(answering: message, within: time)
            announce(station, .asked(action: Message.action, answer: payload.verbatim))
            return try read(payload)
        } catch {
            switch error {
            case .timedOut, .disconnected, .busy, .unsendable: isDone(visit)
            // The answer that came was counted as soon as it was read.
            case .refused, .unreadable: break
            }
            announce(station, .asked(action: Message.action, answer: "\(error)"))
            throw error
        }
    }

    /// One of the calls to a station waits for its answer no more.
    func isDone(_ visit: CSMSVisit) {
        state.withLock { state in
            if state.visits[visit.station]?.visit === visit { state.visits[visit.station]?.asked -= 1 }
        }
    }

    private func read<Response: Decodable>(_ payload: Payload) throws(CallFailure) -> Response {
        do throws(PayloadError) {
            return try payload.decode()
        } catch {
            throw .unreadable(error.sentence)
        }
    }
}
