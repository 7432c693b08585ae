import ServiceLifecycle
import UnixSignals

/// Reads certificates again when the daemon gets SIGHUP, as `systemctl reload` and certbot's hooks send it.
struct Hangup: Service {
    let reload: @Sendable () async -> Void

    func run() async throws {
        await cancelWhenGracefulShutdown {
            for await _ in await UnixSignalsSequence(trapping: .sighup) { await reload() }
        }
    }
}
