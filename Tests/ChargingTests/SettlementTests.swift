import Testing

@testable import Charging

/// What people and clouds settle for the site.
@Suite struct SettlementTests {
    private func reservation(
        _ id: Int, evse: Int? = 1, tag: String = "TAG", seconds: Int64 = 600
    ) throws -> Reservation {
        Reservation(
            id: id, station: "CP1", evse: evse, driver: TagHolder(tag: try #require(Tag(tag))),
            expires: TestSite.at(seconds), created: TestSite.at(0))
    }

    @Test func `a list update changes the list once, and an older one is refused with the reason`() throws {
        var site = TestSite()
        let tag = try #require(Tag("04a1"))
        let update = LocalListUpdate(version: 3, kind: .full, changes: [.init(TagRecord(tag: tag))])
        #expect(try site.apply(.settlement(.localList(update))) == .recorded)
        #expect(site.site.settled.localList[tag]?.status == .accepted)
        let older = LocalListUpdate(version: 2, kind: .differential, changes: [])
        guard case .refused(let reason) = try site.apply(.settlement(.localList(older))) else {
            Issue.record("an older list was taken")
            return
        }
        #expect(reason.contains("version 3"))
        #expect(site.facts.count == 1)
        #expect(site.isRecoverable)
    }

    @Test func `a reservation ends when its driver starts, and only then`() throws {
        var site = TestSite()
        try site.apply(.settlement(.reserved(reservation(7))))
        try site.start(evse: 1, tag: "OTHER")
        #expect(site.site.settled.reservations.all.count == 1)
        try site.start(evse: 1, tag: "tag", register: 2000)
        #expect(site.site.settled.reservations.all.isEmpty)
        let running = try #require(site.site.stations["CP1"]?.evses[1]?.running?.session)
        #expect(
            site.facts.contains(
                .reservationEnded(EndedReservation(id: 7, end: .used, transaction: running.transaction))))
        #expect(running.reservation == nil)
        #expect(site.isRecoverable)
    }

    @Test(arguments: [
        (nil, Reservation.Holder.gateway, true), ("ocpp1.6", .station, true), ("ocpp2.0.1", .gateway, true),
        ("ocpp2.0.1", .station, false),
    ])
    func `a session knows the reservation of a cloud that it used, unless the station tells of it`(
        _ dialect: String?, _ holder: Reservation.Holder, _ isNoted: Bool
    ) throws {
        var site = TestSite()
        if let dialect { try site.say(.booted(Boot(vendor: "V", model: "M", dialect: dialect))) }
        var wish = try reservation(7)
        (wish.cloud, wish.heldBy) = ("office", holder)
        try site.apply(.settlement(.reserved(wish)))
        let id = try site.start(evse: 1, tag: "TAG")
        let ended = EndedReservation(id: 7, end: .used, cloud: isNoted ? "office" : nil, transaction: id)
        #expect(site.facts.contains(.reservationEnded(ended)))
        #expect(site.site.stations["CP1"]?.draft(of: id)?.session.reservation == (isNoted ? 7 : nil))
        #expect(site.isRecoverable)
    }

    @Test func `a reservation ends when its time is over`() throws {
        var site = TestSite()
        try site.apply(.settlement(.reserved(reservation(7))))
        site.clock = 601
        try site.apply(.tick)
        #expect(site.facts.last == .reservationEnded(EndedReservation(id: 7, end: .expired)))
        #expect(site.isRecoverable)
    }

    @Test func `a broken connector releases what was reserved there`() throws {
        var site = TestSite()
        try site.apply(.settlement(.reserved(reservation(7))))
        try site.status(.faulted)
        #expect(site.facts.last == .reservationEnded(EndedReservation(id: 7, end: .removed)))
        #expect(site.isRecoverable)
    }

    @Test func `a reservation for any place stays recoverable beside others`() throws {
        var site = TestSite()
        try site.status(.available, evse: 1)
        try site.status(.available, evse: 2)
        #expect(try site.apply(.settlement(.reserved(reservation(1, evse: nil)))) == .recorded)
        #expect(try site.apply(.settlement(.reserved(reservation(2, evse: nil, tag: "B")))) == .recorded)
        guard case .refused = try site.apply(.settlement(.reserved(reservation(3, evse: nil, tag: "C")))) else {
            Issue.record("three reservations for two places")
            return
        }
        #expect(site.site.settled.reservations.all.count == 2)
        #expect(site.isRecoverable)
    }

    @Test func `what a station agreed to is what it has`() throws {
        var site = TestSite()
        let id = try site.start()
        let profile = ChargingProfile(
            id: 5, purpose: .txProfile, transaction: id,
            schedule: ChargingSchedule(
                unit: .ampere, start: TestSite.at(0), periods: [.init(startSeconds: 0, limit: ExactDecimal(10))]))
        for (status, count) in [("Rejected", 0), ("Accepted", 1)] {
            try site.apply(
                .command(
                    CommandOutcome(
                        command: .setChargingProfile(profile, evse: 1), origin: "cli",
                        result: CommandResult(status: status)), "CP1"))
            #expect(site.site.stations["CP1"]?.profiles.installed.count == count)
        }
        site.clock = 60
        try site.stop(Int64(id.number), register: 2000)
        #expect(site.site.stations["CP1"]?.profiles.installed.isEmpty == true)
        #expect(site.isRecoverable)
    }

    @Test func `however many certificates a station gets, a revoked one is remembered until it ends`() throws {
        var site = TestSite()
        func issue(_ number: Int) throws {
            let certificate = StationCertificate(
                serial: "\(number)", subject: "CN=CP1", notBefore: TestSite.at(0), notAfter: TestSite.at(1000),
                fingerprint: "")
            try site.apply(.settlement(.certificate("CP1", .issued(certificate))))
        }
        try issue(0)
        try site.apply(.settlement(.certificate("CP1", .revoked(serial: "0"))))
        for number in 1...40 { try issue(number) }
        #expect(site.site.settled.revokedSerials == ["0"])
        let known = site.site.settled.certificates["CP1"]?.map(\.serial)
        #expect(known == ["0"] + (9...40).map { "\($0)" })
        site.clock = 1001
        try issue(41)
        #expect(site.site.settled.certificates["CP1"]?.map(\.serial) == ["41"])
        #expect(site.isRecoverable)
    }

    @Test func `a revoked certificate is known by its serial number`() throws {
        var site = TestSite()
        let certificate = StationCertificate(
            serial: "0A", subject: "CP1", notBefore: TestSite.at(0), notAfter: TestSite.at(1_000_000), fingerprint: "")
        try site.apply(.settlement(.certificate("CP1", .issued(certificate))))
        #expect(site.site.settled.revokedSerials.isEmpty)
        try site.apply(.settlement(.certificate("CP1", .revoked(serial: "0A"))))
        #expect(site.site.settled.revokedSerials == ["0A"])
        #expect(site.isRecoverable)
    }
}
