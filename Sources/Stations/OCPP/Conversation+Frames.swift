import Charging
import Logging
import OCPP
import Synchronization
import WebSocket

extension Conversation {
    /// What is to be done about a message.
    func errand(_ text: String, as speaker: any Speaker) -> Errand {
        let frame = Frame(text, dialect)
        if case .damaged(let damage) = frame { return errand(damage, objectingTo: frame) }
        state.withLock { $0.garbage = 0 }
        switch frame {
        case .call(let id, let action, let payload):
            let question = Question(id: id, action: action, isWelcome: door.isWelcome(station))
            return refusing(question) { try speaker.errand(payload, question) }
        case .result(let id, let payload): settle(id, .success(payload))
        case .error(let id, let error):
            settle(id, .failure(.refused(error)))
        case .resultError(let id, let error): noteUnusable(id, error)
        case .send(_, let action, let payload):
            // Nobody is told that it does not count, for it is never answered.
            return door.isWelcome(station) ? speaker.errand(told: action, payload) : .done
        case .unknown(let type, _):
            logger.info("Frame of an unknown type.", metadata: ["reason": "\(type.prefix(20))"])
            return objection(to: frame)
        case .damaged: break
        }
        return .done
    }

    private func errand(_ damage: Frame.Damage, objectingTo frame: Frame) -> Errand {
        logger.warning(
            "Damaged frame.",
            metadata: ["reason": "\(damage.reason)", "offset": "\(damage.offset)", "id": "\(damage.id?.text ?? "-")"])
        switch (damage.kind, damage.id) {
        case (.call, _?): return objection(to: frame)
        case (.answer, let id?):
            settle(id, .failure(.unreadable(damage.reason)))
            return objection(to: frame)
        case (_, nil), (.send, _), (.unknown, _):
            let garbage = state.withLock { state in
                state.garbage += 1
                return state.garbage
            }
            guard garbage > settings.garbageLimit else { return objection(to: frame) }
            logger.warning("Connection closed after too many damaged frames.")
            return .hangUp(.policyViolation, reason: "Too many frames that are no OCPP-J.")
        }
    }

    /// What the version wants to be said about a frame that is no message, if anything.
    private func objection(to frame: Frame) -> Errand {
        FrameWriter.objection(to: frame, dialect).map { .answer($0, boots: false) } ?? .done
    }

    private func settle(_ id: MessageID, _ outcome: Caller.Outcome) {
        guard !caller.receive(id, outcome) else { return }
        logger.info("Late or unasked answer ignored.", metadata: ["id": "\(id)"])
    }

    /// The station has its answer, whatever it thinks of it: there is nothing to be said again.
    private func noteUnusable(_ id: MessageID, _ error: CallError) {
        let count = state.withLock { state in
            state.unusableAnswers += 1
            return state.unusableAnswers
        }
        logger.warning(
            "The station cannot use an answer.",
            metadata: ["id": "\(id)", "reason": "\(error.code): \(error.description)", "count": "\(count)"])
    }
}
