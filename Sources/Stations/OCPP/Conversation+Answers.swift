import Charging
import Logging
import OCPP
import Synchronization

// What the answers to many calls need.
extension Conversation {
    func answer(_ response: some Encodable, _ question: Question, then followUp: FollowUp? = nil) -> Errand {
        refusing(question) {
            .answer(
                try FrameWriter.result(response, to: question.id, dialect), boots: question.isWelcome, then: followUp)
        }
    }

    /// Turns an error into the answer that says so.
    func refusing(_ question: Question, _ body: () throws -> Errand) -> Errand {
        do {
            return try body()
        } catch let error as PayloadError {
            logger.error("Message cannot be read.", metadata: ["action": "\(question.action)", "reason": "\(error)"])
            return .answer(
                FrameWriter.error(error.callError(in: dialect), to: question.id, dialect),
                boots: question.isWelcome && mayLeaveOutBoot)
        } catch {
            logger.info(
                "Message refused.", metadata: ["action": "\(question.action.prefix(50))", "reason": "\(error)"])
            let refusal = error as? CallError ?? CallError(.internalError, "The message cannot be dealt with.")
            return .answer(FrameWriter.error(refusal, to: question.id, dialect), boots: false)
        }
    }

    /// Records what a station does not send again: if that fails, the error answer at least says so.
    func recordOrRefuse(_ event: StationEvent, _ response: some Encodable, _ question: Question) -> Errand {
        .record(self.event(event)) { failure in
            self.refusing(question) {
                guard let failure else { return self.answer(response, question) }
                self.logger.warning("Message not recorded.", metadata: ["reason": "\(failure)"])
                throw CallError(.internalError, "The message cannot be recorded now.")
            }
        }
    }

    func event(_ event: StationEvent) -> Event { .station(station, event) }

    /// In whole milliseconds: finer fractions confuse some stations.
    var currentTime: String { environment.wallClock.now.at.inMilliseconds }

    /// A station that is not accepted may only boot.
    func demandWelcome(_ question: Question, boot action: String) throws(CallError) {
        guard question.isWelcome || question.action == action else {
            throw CallError(.securityError, "This station waits to be claimed.")
        }
    }

    /// Bounded, for an id can be any number.
    func remember(evse: Int) {
        guard evse > 0 else { return }
        state.withLock { if $0.evses.count < 64 { $0.evses.insert(evse) } }
    }
}

extension Timestamp {
    var inMilliseconds: String { Timestamp(microseconds: microseconds - microseconds % 1000).description }
}
