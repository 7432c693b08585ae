import Charging
import Gateway
import HTTPTypes
import Hummingbird
import Journal

/// The API of what is looked up in the record of a meter. On the socket only: a load curve tells when somebody is at
/// home.
struct MeterRoutes: Sendable {
    let control: any SiteControl

    private static let most = 1000

    func add(to router: Router<BasicRequestContext>) {
        let meter = router.group("api/v1/meters/:meter")
        meter.get("readings") { request, context in
            let query = try query(request, context)
            return try await refusing { try Response.json(try await control.readings(query)) }
        }
        meter.get("quarterhours") { request, context in
            let query = try query(request, context)
            return try await refusing { try Response.json(try await control.quarterHours(query)) }
        }
        meter.get("segments") { request, context in
            let query = try query(request, context)
            return try await refusing { try Response.json(try await control.segments(query)) }
        }
        meter.get("gaps") { request, context in
            let query = try query(request, context)
            return try await refusing { try Response.json(try await control.gaps(query)) }
        }
    }

    private func query(_ request: Request, _ context: BasicRequestContext) throws -> ReadingQuery {
        let query = request.uri.queryParameters
        guard let limit = query["limit"].map({ Int($0) }) ?? 100, (1...Self.most).contains(limit) else {
            throw Refusal(.badRequest, "bad-request", "limit is a number from 1 to \(Self.most).")
        }
        func moment(_ name: String) throws -> Timestamp? {
            guard let text = query[name[...]] else { return nil }
            guard let moment = ISO8601(String(text)), !moment.zoneAssumed else {
                throw Refusal(
                    .badRequest, "bad-request",
                    "\(name) is a time with its zone, 2026-06-01T12:00:00Z for instance.")
            }
            return moment.timestamp
        }
        return ReadingQuery(
            MeterID(try context.name("meter")), from: try moment("from"), until: try moment("until"),
            register: query["register"].map { OBIS(String($0)) }, limit: limit)
    }

    private func refusing(_ body: () async throws -> Response) async throws -> Response {
        do {
            return try await body()
        } catch let error as ControlError {
            throw Refusal(error)
        }
    }
}
