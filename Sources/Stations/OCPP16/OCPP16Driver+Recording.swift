import Charging
import Logging
import OCPP

extension OCPP16Driver {
    /// Records what a station does not send again: if that fails, the error answer at least says so.
    func recordOrRefuse(_ event: StationEvent) async throws(CallError) {
        do throws(RecordingError) {
            _ = try await environment.recorder.record(.station(station, event))
        } catch {
            logger.warning("Message not recorded.", metadata: ["reason": "\(error)"])
            throw CallError(.internalError, "The message cannot be recorded now.")
        }
    }

    /// Records a transaction message, or throws, which closes the connection without an answer.
    ///
    /// What a station does with a transaction message it gets no result for (OCPP 1.6, section 3.7.1 and erratum 3.3):
    /// an error answer and a timeout both count as an attempt, and after `TransactionMessageAttempts` of them, three
    /// perhaps, it throws the message away. A lost connection does not count. So the message first waits here for the
    /// record to recover, shorter than the station waits for an answer; then the connection is closed, and the station
    /// keeps the message, reconnects in its own time and sends it again.
    func recordPatiently(_ event: StationEvent) async throws(RecordingError) -> Answer {
        var attempt = 0
        while true {
            do throws(RecordingError) {
                return try await environment.recorder.record(.station(station, event))
            } catch {
                attempt += 1
                if attempt == 1 { logger.warning("Record not writable, retrying.", metadata: ["reason": "\(error)"]) }
                guard error != .stopped, attempt <= settings.recordRetries,
                    (try? await environment.clock.sleep(for: settings.recordRetryInterval)) != nil
                else {
                    logger.error("Transaction message not recorded.", metadata: ["reason": "\(error)"])
                    throw error
                }
            }
        }
    }
}
