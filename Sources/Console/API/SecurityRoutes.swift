import Charging
import Gateway
import HTTPTypes
import Hummingbird

// Who may connect, and how they prove it. Only the site CA's certificate is for everybody.
extension Routes {
    func addAuthority(to api: RouterGroup<BasicRequestContext>) {
        api.get("ca.pem") { _, _ in
            let pem = try await securing { desk throws(SecurityRefusal) in try desk.authorityCertificate() }
            return Response(
                status: .ok,
                headers: [
                    .contentType: "application/x-pem-file",
                    .contentDisposition: "attachment; filename=\"ohmstead-ca.pem\"",
                ], body: ResponseBody(byteBuffer: ByteBuffer(string: pem)))
        }
    }

    func addSecurity(to api: RouterGroup<BasicRequestContext>) {
        api.get("security") { _, _ in try Response.json(try await securing { desk in desk.report() }) }
        api.get("certificates") { _, _ in try Response.json(try await securing { desk in desk.certificates() }) }
        api.post("certificates/server") { _, _ in
            try Response.json(
                try await securing { desk throws(SecurityRefusal) in try await desk.reissueServerCertificates() })
        }
        api.post("certificates/:serial/revoke") { _, context in
            let serial = try context.name("serial")
            return try Response.json(
                try await securing { desk throws(SecurityRefusal) in try await desk.revoke(serial) })
        }
        addStationSecurity(to: api)
    }

    private func addStationSecurity(to api: RouterGroup<BasicRequestContext>) {
        api.post("stations/:station/claim") { request, context in
            let station = try context.name("station")
            let withPassword = request.uri.queryParameters["password"] != "no"
            guard control.security != nil else {
                return try await changing(station: station) { try await control.claim(StationID(station)) }
            }
            return try Response.json(
                try await securing { desk throws(SecurityRefusal) in
                    try await desk.claim(StationID(station), withPassword: withPassword)
                })
        }
        api.post("stations/:station/password") { request, context in
            let station = StationID(try context.name("station"))
            let byHand = request.uri.queryParameters["by"] == "hand"
            return try Response.json(
                try await securing { desk throws(SecurityRefusal) in
                    try await desk.newPassword(for: station, byHand: byHand)
                })
        }
        api.post("stations/:station/certificate") { _, context in
            let station = StationID(try context.name("station"))
            return try Response.json(
                try await securing { desk throws(SecurityRefusal) in try await desk.renew(station) })
        }
        api.post("stations/:station/profile/:change/:profile") { _, context in
            let (station, change) = (StationID(try context.name("station")), try context.name("change"))
            guard let profile = context.parameters.get("profile").flatMap({ Int($0) }),
                ["raise", "accept"].contains(change)
            else { throw Refusal(.badRequest, "bad-request", "A security profile is a number from 0 to 3.") }
            return try Response.json(
                try await securing { desk throws(SecurityRefusal) in
                    change == "raise"
                        ? try await desk.raise(station, to: profile) : try await desk.accept(station, profile: profile)
                })
        }
    }

    private func securing<Value: Sendable>(
        _ body: (SecurityDesk) async throws(SecurityRefusal) -> Value
    ) async throws -> Value {
        guard let desk = control.security else {
            throw Refusal(.notFound, "not-found", "This site has no passwords and certificates.")
        }
        do throws(SecurityRefusal) {
            return try await body(desk)
        } catch {
            throw Refusal(error)
        }
    }
}

extension Refusal {
    fileprivate init(_ refusal: SecurityRefusal) {
        let status: HTTPResponse.Status =
            switch refusal.kind {
            case .unknownStation, .unknownCertificate: .notFound
            case .notPossible: .conflict
            case .stationRefused: .badGateway
            case .internalTrouble: .internalServerError
            }
        self.init(status, refusal.kind.rawValue, refusal.message, refusal.remedy)
    }
}
