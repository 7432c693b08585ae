package import Charging
package import Logging
import ServiceLifecycle

/// Tells the rules that time has passed, so that sessions become final although nothing else happens.
package struct Ticker: Service {
    private let recorder: any Recorder
    private let clock: any Clock<Duration>
    private let logger: Logger

    private static let interval = Duration.seconds(5)

    package init(recorder: any Recorder, clock: any Clock<Duration>, logger: Logger) {
        self.recorder = recorder
        self.clock = clock
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while (try? await clock.sleep(for: Self.interval)) != nil {
                do {
                    _ = try await recorder.record(.tick)
                } catch {
                    // What was due stays due, and the journal's own health condition says what is wrong.
                    logger.debug("A tick was not recorded.", metadata: ["reason": "\(error)"])
                }
            }
        }
    }
}
