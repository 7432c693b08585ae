import Charging
import FoundationEssentials
import Journal
import Logging
import Simulator
import Stations
import Testing
import WebSocket

@testable import Gateway

@Suite(.timeLimit(.minutes(2))) struct SecurityDeskTests {
    private static let password = "0123456789abcdef"
    private static let boot = #"[2,"b","BootNotification",{"chargePointVendor":"V","chargePointModel":"M"}]"#

    @Test func `a password opens over TLS as it does without, and the site CA is believed`() async throws {
        try await SecureSite().run { site in
            #expect(try await site.status(password: Self.password, secure: false) == 101)
            #expect(try await site.status(password: Self.password, secure: true) == 101)
            #expect(try await site.status(password: "falsch", secure: true) == 401)
            let stranger = try DialerTLS()
            #expect(try await site.status(password: Self.password, secure: true, tls: stranger) == 0)
        }
    }

    @Test func `a station of profile 2 is refused where there is no TLS`() async throws {
        let block = """
            [[station]]
            id = "CP2"
            security_profile = 2
            password_file = "DIR/CP1.password"
            """
        try await SecureSite(block).run { (site) async throws in
            #expect(try await site.status("CP2", password: Self.password, secure: false) == 403)
            #expect(site.gateway.security.report().turnedAway.first?.reason.contains("wss://") == true)
            #expect(try await site.status("CP2", password: Self.password, secure: true) == 101)
            #expect(site.gateway.security.report().turnedAway.isEmpty)
        }
    }

    @Test(.enabled(if: StationKey.isAvailable, "The openssl command is not installed."))
    func `a certificate of the site CA opens until it is revoked`() async throws {
        let block = """
            [[station]]
            id = "CP3"
            security_profile = 3
            """
        try await SecureSite(block).run { site in
            let desk = site.gateway.security
            let station = try StationKey("CP3", in: site.scratch)
            let verdict = await site.signer.sign(station.request, for: "CP3", boot: nil)
            guard case .chain(let chain) = verdict else {
                Issue.record("\(verdict)")
                return
            }
            let issued = try #require(desk.certificates().first)
            #expect(issued.station == "CP3")
            #expect(await site.gateway.journal.site().settled.certificates["CP3"]?.map(\.serial) == [issued.serial])

            let tls = try site.trust(chain, key: station.key)
            #expect(try await site.status("CP3", secure: true) == 403)
            #expect(try await site.status("CP3", secure: false) == 403)
            #expect(try await site.status("CP3", secure: true, tls: tls) == 101)
            // Somebody else's certificate is no password.
            #expect(try await site.status("CP1", secure: true, tls: tls) == 401)
            #expect(desk.report().stations.first { $0.id == "CP3" }?.certificateEnds == issued.notAfter)

            #expect(try await desk.revoke(issued.serial.uppercased()).station == "CP3")
            #expect(try await site.status("CP3", secure: true, tls: tls) == 403)
            #expect(await site.gateway.journal.site().settled.revokedSerials == [issued.serial])
            await #expect(throws: SecurityRefusal.self) { try await desk.revoke("abc") }
        }
    }

    @Test(.enabled(if: StationKey.isAvailable, "The openssl command is not installed."))
    func `nobody gets a certificate for another name, a stranger gets none, and there is an end to asking`()
        async throws
    {
        try await SecureSite().run { site in
            let other = try StationKey("CP9", in: site.scratch).request
            let own = try StationKey("CP1", in: site.scratch).request
            let signer = site.signer
            func refusal(_ request: String, _ station: StationID, _ boot: Boot? = nil) async -> String {
                if case .refused(let reason) = await signer.sign(request, for: station, boot: boot) {
                    return reason
                }
                return ""
            }
            #expect(await refusal(other, "CP1").contains("neither the id nor the serial number"))
            #expect(await refusal(own, "NEW").contains("does not belong to this site"))
            #expect(await refusal("nonsense", "CP1").contains("no certificate signing request"))
            let boot = Boot(vendor: "V", model: "M", serialNumber: "CP9", dialect: "ocpp1.6")
            #expect(await refusal(other, "CP1", boot) == "")
            #expect(await refusal(own, "CP1") == "")
            #expect(await refusal(own, "CP1") == "")
            #expect(await refusal(own, "CP1") == "")
            #expect(await refusal(own, "CP1").contains("too many"))
            site.wallClock.advance(by: .minutes(61))
            #expect(await refusal(own, "CP1") == "")
        }
    }

    @Test func `a claimed station gets a password that is shown once and asked for ever after`() async throws {
        try await SecureSite().run { site in
            let desk = site.gateway.security
            await #expect(throws: SecurityRefusal.self) { try await desk.claim("NEW", withPassword: true) }
            #expect(try await site.status("NEW", secure: false) == 101)
            let report = try await desk.claim("NEW", withPassword: true)
            let password = try #require(report.password)
            #expect(password.utf8.count == 40)
            #expect(report.securityProfile == 1)
            #expect(try await site.status("NEW", secure: false) == 401)
            #expect(try await site.status("NEW", password: password, secure: false) == 101)
            #expect(try await site.status("NEW", password: password.uppercased(), secure: false) == 101)
            #expect(try await desk.claim("NEW", withPassword: true).password == nil)
            let stored = try #require(await site.gateway.journal.site().settled.credentials["NEW"])
            #expect(stored.passwordHash?.hasPrefix("$scrypt$") == true)

            #expect(try await site.status("OPEN", secure: false) == 101)
            #expect(try await desk.claim("OPEN", withPassword: false).password == nil)
            #expect(try await site.status("OPEN", secure: false) == 101)
        }
    }

    @Test(arguments: [("Accepted", true), ("RebootRequired", true), ("Rejected", false), ("NotSupported", false)])
    func `a new password is set in the station, and both count until it comes with it`(
        _ answer: String, _ isTaken: Bool
    ) async throws {
        try await SecureSite().run { site in
            let desk = site.gateway.security
            let told = try await site.dial(password: Self.password, secure: false) { connection in
                var messages = connection.messages.makeAsyncIterator()
                try await connection.send(Self.boot)
                _ = try await messages.next()
                async let report = try? desk.newPassword(for: "CP1", byHand: false)
                let call = try #require(try await messages.next())
                #expect(call.contains("AuthorizationKey"))
                let id = call.split(separator: "\"")[1]
                try await connection.send("[3,\"\(id)\",{\"status\":\"\(answer)\"}]")
                return (call: call, report: await report)
            }
            #expect((told.report != nil) == isTaken)
            let password = try #require(told.call.firstMatch(of: /[0-9a-f]{40}/)).output
            #expect(try await site.status(password: Self.password, secure: false) == 101)
            #expect(try await site.status(password: String(password), secure: false) == (isTaken ? 101 : 401))
            #expect(try await site.status(password: Self.password, secure: false) == (isTaken ? 401 : 101))
            // The record does not know it.
            let stored = await site.gateway.journal.site().settled.credentials["CP1"]
            #expect(!"\(stored, default: "")".contains(password))
        }
    }

    @Test func `a station is raised when everything is there, and lowered by a person alone`() async throws {
        try await SecureSite().run { site in
            let desk = site.gateway.security
            for (station, profile, word) in [
                ("CP9", 2, "known"), ("CP1", 1, "profile 2 or 3"), ("CP1", 3, "certificate"),
            ] {
                do throws(SecurityRefusal) {
                    _ = try await desk.raise(StationID(station), to: profile)
                    Issue.record("\(station) was raised to \(profile)")
                } catch {
                    #expect(error.message.contains(word) || error.remedy.contains(word), "\(error)")
                }
            }
            await #expect(throws: SecurityRefusal.self) { try await desk.raise("CP1", to: 2) }
            #expect(site.gateway.security.report().stations.first?.expected == nil)
            await #expect(throws: SecurityRefusal.self) { try await desk.accept("CP1", profile: 0) }
            _ = try await desk.accept("CP1", profile: 2)
            #expect(try await site.status(password: Self.password, secure: false) == 403)
            _ = try await desk.accept("CP1", profile: 1)
            #expect(try await site.status(password: Self.password, secure: false) == 101)
        }
    }

    @Test func `new certificates are taken in while a session goes on`() async throws {
        try await SecureSite().run { site in
            let before = site.gateway.security.report().listeners.map(\.address)
            #expect(before == ["127.0.0.1:0"])
            try await site.dial(password: Self.password, secure: true) { connection in
                var messages = connection.messages.makeAsyncIterator()
                try await connection.send(Self.boot)
                _ = try await messages.next()
                await site.gateway.security.reload()
                try await connection.send(#"[2,"h","Heartbeat",{}]"#)
                #expect(try await messages.next()?.hasPrefix(#"[3,"h""#) == true)
            }
            #expect(try await site.status(password: Self.password, secure: true) == 101)
        }
    }
}

extension SecureSite {
    /// As the drivers have it.
    var signer: SiteSigner {
        SiteSigner(
            authority: gateway.security.authority, admissions: gateway.security.admissions, days: 365,
            wallClock: wallClock, logger: .init(label: "test"))
    }
}
