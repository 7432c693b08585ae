import Charging
import Logging
import OCPP
import Synchronization

// Each of the waits below is a function of its own and is kept one, so that a station's task keeps room for one of them.
extension Conversation {
    /// Carries out an errand to its end; `false` when the conversation is over. What is to follow is done by `work`.
    func carryOut(
        _ errand: Errand, as speaker: any Speaker, _ work: DiscardingTaskGroup
    ) async -> Bool {
        var errand = errand
        while true {
            switch errand {
            case .done: return true
            case .answer(let text, let boots, let followUp):
                guard await send(text, boots: boots) else { return false }
                if let followUp {
                    var work = work
                    work.addTask { await self.carryOut(followUp, as: speaker) }
                }
                return true
            case .hangUp(let code, let reason):
                close(code, reason: reason)
                return false
            case .authorize(let tag, let evse, let transaction, let then):
                errand = then(await authorize(tag, evse, transaction))
            case .introduce(let boot, let then):
                await door.introduce(station, boot)
                errand = then()
            case .sign(let request, let then):
                let boot = state.withLock { $0.boot }
                errand = then(
                    await environment.signer?.sign(request, for: station, boot: boot)
                        ?? .refused("This gateway signs no certificates."))
            case .wait(let time, let then):
                guard (try? await environment.clock.sleep(for: time)) != nil else { return false }
                errand = then()
            case .record(let event, let then):
                errand = then(await record(event).failure)
            case .recordPatiently(let event, let then):
                errand =
                    await recordPatiently(event).map(then)
                    ?? .hangUp(.tryAgainLater, reason: "The record cannot be written now.")
            }
        }
    }

    /// A tag that is told again for the transaction it started does not charge twice.
    @inline(never) private func authorize(_ tag: String?, _ evse: Int?, _ transaction: String?) async
        -> AuthorizationVerdict
    {
        var verdict = await environment.authorizer.authorize(tag, at: station, evse: evse)
        guard verdict.status == .concurrentTransaction, let transaction, let names = environment.names else {
            return verdict
        }
        for running in await names.running(at: station).values
        where await names.name(of: running, at: station) == transaction {
            verdict.status = .accepted
        }
        return verdict
    }

    @inline(never) private func carryOut(_ followUp: FollowUp, as speaker: any Speaker) async {
        do throws(CommandError) {
            try await speaker.followUp(followUp)
        } catch {
            logger.info("The station does not take up what followed.", metadata: ["reason": "\(error)"])
        }
    }

    @inline(never) private func send(_ text: String, boots: Bool) async -> Bool {
        guard (try? await link.send(text)) != nil else { return false }
        // Only now, so that no command overtakes the answer.
        if boots { state.withLock { $0.isBooted = true } }
        return true
    }

    @inline(never) private func record(_ event: Event) async -> Result<Answer, RecordingError> {
        do throws(RecordingError) {
            return .success(try await environment.recorder.record(event))
        } catch {
            return .failure(error)
        }
    }

    /// Records a transaction message, or returns `nil`, and then the connection is closed without an answer.
    ///
    /// What a station does with a transaction message it gets no result for (OCPP 1.6, section 3.7.1 and erratum 3.3):
    /// an error answer and a timeout both count as an attempt, and after `TransactionMessageAttempts` of them, three
    /// perhaps, it throws the message away. A lost connection does not count. So the message first waits here for the
    /// record to recover, shorter than the station waits for an answer; then the connection is closed, and the station
    /// keeps the message, reconnects in its own time and sends it again.
    @inline(never) private func recordPatiently(_ event: Event) async -> Answer? {
        var attempt = 0
        while true {
            switch await record(event) {
            case .success(let answer): return answer
            case .failure(let error):
                attempt += 1
                guard isWorthRetrying(error, after: attempt), await waitForRecord() else { return nil }
            }
        }
    }

    private func isWorthRetrying(_ error: RecordingError, after attempt: Int) -> Bool {
        guard error != .stopped, attempt <= settings.recordRetries else {
            logger.error("Transaction message not recorded.", metadata: ["reason": "\(error)"])
            return false
        }
        if attempt == 1 { logger.warning("Record not writable, retrying.", metadata: ["reason": "\(error)"]) }
        return true
    }

    @inline(never) private func waitForRecord() async -> Bool {
        (try? await environment.clock.sleep(for: settings.recordRetryInterval)) != nil
    }
}

extension Result {
    fileprivate var failure: Failure? { if case .failure(let failure) = self { failure } else { nil } }
}
