import Charging
import FoundationEssentials
import Gateway
import HTTPTypes
import Hummingbird

/// The API of the desks: tags, reservations, and what is looked up in the record. On the socket only, for tags are as
/// good as keys, and settings may tell more about a station than its owner wants to have on the network.
struct DeskRoutes: Sendable {
    let control: any SiteControl

    /// Of a whole list of tags.
    private static let largestList = 16 * 1024 * 1024
    private static let largestBody = 64 * 1024

    func add(to router: Router<BasicRequestContext>) {
        let api = router.group("api/v1")
        api.get("tags") { _, _ in try Response.json(await control.tags()) }
        api.post("tags") { request, _ in
            let changes = try await body(TagChanges.self, of: request, atMost: Self.largestList)
            return try await refusing {
                try Response.json(ListVersion(version: try await control.change(try changes.validated())))
            }
        }
        api.post("tags/push") { request, _ in
            let station = request.uri.queryParameters["station"].map { String($0) }
            return try await refusing(station: station ?? "") {
                try Response.json(try await control.pushList(to: station.map(StationID.init(rawValue:))))
            }
        }
        api.get("reservations") { _, _ in try Response.json(await control.reservations()) }
        api.post("reservations") { request, _ in
            let wish = try await body(ReservationRequest.self, of: request, atMost: Self.largestBody)
            return try await refusing(station: wish.station) {
                try Response.json(try await control.reserve(try wish.validated(at: control.now)))
            }
        }
        api.post("stations/:station/reservations/:number/cancel") { _, context in
            let (station, number) = (try context.name("station"), try context.number())
            return try await refusing(station: station) {
                try await control.cancelReservation(number, at: StationID(station))
                return Response(status: .noContent)
            }
        }
        api.get("stations/:station/variables") { request, context in
            let station = try context.name("station")
            let prefix = request.uri.queryParameters["prefix"].map { String($0) } ?? ""
            return try await refusing(station: station) {
                try Response.json(
                    try await control.variables(of: StationID(station), prefix: String(prefix.prefix(300))))
            }
        }
        api.get("corrections") { request, _ in
            let page = try RecordPage(request)
            return try await refusing { try Response.json(try await control.corrections(page)) }
        }
    }

    private func body<Value: Decodable>(
        _ type: Value.Type, of request: Request, atMost bytes: Int
    ) async throws -> Value {
        let body = try await request.body.collect(upTo: bytes)
        do {
            return try JSONDecoder().decode(type, from: Data(body.readableBytesView))
        } catch {
            throw Refusal(.badRequest, "bad-request", "The body is not what is asked for here, in JSON.")
        }
    }

    private func refusing(station: String = "", _ body: () async throws -> Response) async throws -> Response {
        do {
            return try await body()
        } catch let failure as APIFailure {
            throw Refusal(.badRequest, failure.code, failure.message, failure.remedy)
        } catch let error as ControlError {
            throw Refusal(error, station: station)
        }
    }
}

extension BasicRequestContext {
    fileprivate func number() throws -> Int {
        guard let number = parameters.get("number").flatMap({ Int($0) }) else {
            throw Refusal(.badRequest, "bad-request", "A reservation is named by its number.")
        }
        return number
    }
}
