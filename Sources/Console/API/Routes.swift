import Charging
import FoundationEssentials
import Gateway
import HTTPTypes
import Hummingbird

/// The API, version 1. What only reads is the same on both listeners; what changes something is on the socket only.
struct Routes: Sendable {
    let control: any SiteControl

    /// A command is smaller by far.
    private static let largestBody = 64 * 1024

    func addReading(to router: Router<BasicRequestContext>, masked: Bool) {
        let api = router.group("api/v1")
        api.get("health/live") { _, _ in try Response.json(["status": "ok"]) }
        api.get("status") { _, _ in
            let status = await control.status()
            return try Response.json(masked ? status.masked : status)
        }
        addAuthority(to: api)
        api.get("sessions") { request, _ in
            let reports = try await sessions(request)
            return try Response.json(masked ? reports.map(\.masked) : reports)
        }
    }

    func addCommanding(to router: Router<BasicRequestContext>) {
        let api = router.group("api/v1")
        api.post("stations/:station/commands") { request, context in
            try await perform(request, on: context.name("station"))
        }
        addSecurity(to: api)
        api.get("uplinks/:uplink/parked") { _, context in
            let uplink = try context.name("uplink")
            do {
                return try Response.json(try await control.parked(at: UplinkName(uplink)))
            } catch let error as ControlError {
                throw Refusal(error, uplink: uplink)
            }
        }
        api.post("uplinks/:uplink/park") { _, context in
            let uplink = try context.name("uplink")
            do {
                return try Response.json(ParkedNumber(seq: try await control.park(at: UplinkName(uplink))))
            } catch let error as ControlError {
                throw Refusal(error, uplink: uplink)
            }
        }
        api.post("uplinks/:uplink/parked/:seq/retry") { _, context in
            let (uplink, seq) = (try context.name("uplink"), try context.seq())
            return try await changing(uplink: uplink) { try await control.retry(seq, at: UplinkName(uplink)) }
        }
        api.post("uplinks/:uplink/parked/:seq/skip") { _, context in
            let (uplink, seq) = (try context.name("uplink"), try context.seq())
            return try await changing(uplink: uplink) { try await control.skip(seq, at: UplinkName(uplink)) }
        }
    }

    private func sessions(_ request: Request) async throws -> [SessionReport] {
        let query = request.uri.queryParameters
        guard let limit = query["limit"].map({ Int($0) }) ?? 50, (1...1000).contains(limit) else {
            throw Refusal(.badRequest, "bad-request", "limit is a number from 1 to 1000.")
        }
        do {
            return try await control.sessions(limit: limit, station: query["station"].map { StationID(String($0)) })
                .map(SessionReport.init)
        } catch {
            throw Refusal(error)
        }
    }

    private func perform(_ request: Request, on station: String) async throws -> Response {
        let body = try await request.body.collect(upTo: Self.largestBody)
        let command: Command
        do {
            let data = Data(body.readableBytesView)
            command = try JSONDecoder().decode(CommandRequest.self, from: data).validated(at: control.now)
        } catch let failure as APIFailure {
            throw Refusal(.badRequest, failure.code, failure.message, failure.remedy)
        } catch {
            let known = CommandRequest.Name.allCases.map(\.rawValue).joined(separator: ", ")
            throw Refusal(.badRequest, "bad-request", "The body is no command in JSON.", "Commands are: \(known).")
        }
        do {
            return try Response.json(try await control.perform(command, on: StationID(station)))
        } catch let error as CommandError {
            throw Refusal(error, station: station)
        }
    }

    func changing(
        station: String = "", uplink: String = "", _ change: () async throws -> Void
    ) async throws -> Response {
        do {
            try await change()
            return Response(status: .noContent)
        } catch let error as ControlError {
            throw Refusal(error, station: station, uplink: uplink)
        }
    }
}

extension BasicRequestContext {
    /// A name from the path; Hummingbird leaves its percent encoding alone.
    func name(_ parameter: String) throws -> String {
        let name = try parameters.require(parameter).percentDecoded
        guard let name, !name.isEmpty, name.utf8.count <= 255 else {
            throw Refusal(.badRequest, "bad-request", "The path names no \(parameter).")
        }
        return name
    }

    fileprivate func seq() throws -> Int64 {
        guard let seq = parameters.get("seq").flatMap({ Int64($0) }) else {
            throw Refusal(.badRequest, "bad-request", "A record is named by its number in the journal.")
        }
        return seq
    }
}
