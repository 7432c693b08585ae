import Gateway
import ServiceLifecycle
import Simulator

/// Runs the demo's meters and wallboxes beside the gateway.
struct DemoDevices: Service {
    let site: DemoSite
    let bindings: Bindings
    let time: SiteTime

    func run() async throws {
        let bound: Void? = await cancelWhenGracefulShutdown { try? await bindings.complete() }
        guard bound != nil, let port = bindings.ports.stations else { return }
        let wallboxes = site.wallboxes(port: port, time: time)
        let newWallbox = site.newWallbox(port: port, time: time)
        site.carport.play(DemoSite.visits)
        try await cancelWhenGracefulShutdown {
            try await withThrowingDiscardingTaskGroup { group in
                for service in [site.garage, site.carport, newWallbox] + wallboxes as [any Service] {
                    group.addTask { try await service.run() }
                }
                group.addTask { await site.wire(wallboxes[0]) }
            }
        }
    }
}
