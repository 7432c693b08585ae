import Charging
import Gateway
import HTTPTypes
import Hummingbird

/// The API of who is shut out and of what stations tell of their security. On the socket only.
struct WatchRoutes: Sendable {
    let control: any SiteControl

    func add(to router: Router<BasicRequestContext>) {
        let api = router.group("api/v1")
        api.post("security/pardon/:address") { _, context in
            let address = try context.name("address")
            return try await refusing {
                try await control.pardon(address)
                return Response(status: .noContent)
            }
        }
        api.get("security/events") { request, _ in
            let page = try RecordPage(request)
            return try await refusing { try Response.json(try await control.securityEvents(page)) }
        }
        api.post("stations/:station/acknowledge") { _, context in
            let station = try context.name("station")
            return try await refusing {
                try await control.acknowledge(StationID(station))
                return Response(status: .noContent)
            }
        }
    }

    private func refusing(_ body: () async throws -> Response) async throws -> Response {
        do {
            return try await body()
        } catch let error as ControlError {
            throw Refusal(error)
        }
    }
}
