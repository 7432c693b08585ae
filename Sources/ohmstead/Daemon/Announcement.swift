import FoundationEssentials
import Gateway
import ServiceLifecycle

/// Says once where the daemon can be reached, as soon as it can be.
struct Announcement: Service {
    let bindings: Bindings
    /// Where programs that started the daemon with port 0 find the ports.
    var portsFile: String?
    let say: @Sendable (Bindings.Ports) -> Void

    func run() async throws {
        let bound: Void? = await cancelWhenGracefulShutdown { try? await bindings.complete() }
        guard bound != nil else { return }
        if let portsFile {
            try JSONEncoder().encode(bindings.ports).write(to: URL(filePath: portsFile), options: .atomic)
        }
        say(bindings.ports)
        try? await gracefulShutdown()
    }
}
