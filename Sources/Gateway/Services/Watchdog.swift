package import Charging
package import Journal
import ServiceLifecycle

/// Tells systemd that the daemon is ready, how it goes, and, as long as work is really done, that it lives.
///
/// The sign of life is no timer of its own: it is sent after the journal's commit loop has come round, so a daemon
/// whose heart stands still is restarted however well its other threads run.
package struct Watchdog: Service {
    private let journal: Journal
    private let bindings: Bindings
    private let health: Health
    private let notifier: Notifier
    private let clock: any Clock<Duration>

    /// `clock` is real time, whatever the site's clock does, because systemd waits in real time.
    package init(
        journal: Journal, bindings: Bindings, health: Health, notifier: Notifier,
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.clock = clock
        self.journal = journal
        self.bindings = bindings
        self.health = health
        self.notifier = notifier
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            guard (try? await bindings.complete()) != nil else { return }
            notifier.send(.ready, .status(words))
            let interval = notifier.watchdogTimeout.map { $0 / 3 } ?? .seconds(10)
            while (try? await clock.sleep(for: interval)) != nil {
                await journal.probe()
                notifier.send(.watchdog, .status(words))
            }
        }
        notifier.send(.stopping)
    }

    private var words: String {
        guard let worst = health.current.first else { return "Working." }
        return "\(worst.summary) \(worst.remedy)"
    }
}
