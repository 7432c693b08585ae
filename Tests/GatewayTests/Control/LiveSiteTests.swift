import Charging
import Gateway
import Journal
import Logging
import Simulator
import Testing

@Suite(.timeLimit(.minutes(1))) struct LiveSiteTests {
    private let scratch: ScratchDirectory
    private let wallClock = ManualWallClock()
    private let gateway: Gateway

    init() async throws {
        scratch = try ScratchDirectory()
        let path = try scratch.write("ohmstead.toml", try Sample.site(scratch))
        gateway = try await Gateway(
            try Configuration.load(path: path), time: SiteTime(clock: ManualClock(), wallClock: wallClock),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    @Test func `a site where nothing has happened shows everything that is configured`() async {
        let status = await gateway.control.status()
        #expect(status.name == "Depot")
        #expect(status.version == Gateway.version)
        #expect(status.clockTrusted)
        #expect(status.stations.map(\.id) == ["CP1", "CP2", "carport"])
        #expect(status.stations.map(\.online) == [false, false, false])
        #expect(status.stations.map(\.mute) == [false, false, true])
        #expect(status.stations.map(\.meter) == ["garage", nil, "drive"])
        #expect(status.meters.map(\.id) == ["garage", "drive"])
        #expect(status.meters.map(\.silent) == [true, true])
        #expect(status.uplinks.map(\.name) == ["employer", "credit"])
        #expect(status.journal.entries == 0)
        #expect(status.health == [])
    }

    @Test func `listeners are shown as configured, and as bound once they are`() async {
        #expect(await gateway.control.status().listeners.stations == "0.0.0.0:9000")
        gateway.bindings.boundStations(34_567)
        gateway.bindings.boundConsole(45_678)
        let listeners = await gateway.control.status().listeners
        #expect(listeners.stations == "0.0.0.0:34567")
        #expect(listeners.console == "127.0.0.1:45678")
    }

    @Test func `what is wrong is shown, the worst first`() async {
        gateway.health.raise("a", .notice, "The cloud is away.", remedy: "Wait.")
        gateway.health.raise("b", .critical, "The disk is full.", remedy: "Make space.")
        let status = await gateway.control.status()
        #expect(status.health.map(\.code) == ["b", "a"])
        #expect(status.worst == .critical)
    }

    @Test func `readings make a meter answer and its mute station known, until they are old`() async throws {
        try await recording {
            _ = try await gateway.journal.record(.meter(reading("drive", wattHours: 1000, watts: 3)))
            var status = await gateway.control.status()
            let drive = try #require(status.meters.first { $0.id == "drive" })
            #expect(drive.wattHours == ExactDecimal(1000))
            #expect(drive.serialNumber == "4711")
            #expect(!drive.silent && drive.watts == ExactDecimal(3))
            #expect(drive.segments?.map(\.began) == [.first])
            let carport = try #require(status.stations.first { $0.id == "carport" })
            #expect(carport.online)
            #expect(carport.connectors.map(\.state) == [.available])

            wallClock.advance(by: .minutes(5))
            status = await gateway.control.status()
            #expect(status.meters.first { $0.id == "drive" }?.silent == true)
            #expect(status.meters.first { $0.id == "drive" }?.ageSeconds == 300)
            #expect(status.meters.first { $0.id == "drive" }?.watts == nil, "that was five minutes ago")
            #expect(status.meters.first { $0.id == "drive" }?.wattHours == ExactDecimal(1000))
            #expect(status.stations.first { $0.id == "carport" }?.online == false)
        }
    }

    @Test func `what a meter showed is looked up, and a meter there is not is refused`() async throws {
        try await recording {
            _ = try await gateway.journal.record(.meter(reading("drive", wattHours: 1000, watts: 3)))
            let found = try await gateway.control.readings(ReadingQuery("drive"))
            #expect(found.map(\.serialNumber) == ["4711"])
            #expect(found.first?.registers.first { $0.register == .energyImport }?.judgement == .normal)
            #expect(try await gateway.control.segments(ReadingQuery("drive")).count == 1)
            #expect(try await gateway.control.readings(ReadingQuery("garage")) == [], "configured, and never read")
            await #expect(throws: ControlError.unknownMeter) {
                try await gateway.control.gaps(ReadingQuery("attic"))
            }
        }
    }

    @Test func `a transaction is shown where it runs, and its session before it is over`() async throws {
        try await recording {
            let start = TransactionStart(
                evse: 1, tag: "04B0267AE05C80", register: ExactDecimal(500), timestamp: wallClock.now.at)
            guard case .transaction(let id) = try await gateway.journal.record(.station("CP2", .started(start))) else {
                Issue.record("the start has no id")
                return
            }
            let station = try #require(await gateway.control.status().stations.first { $0.id == "CP2" })
            #expect(station.connectors.map(\.running?.transaction) == [id])
            #expect(station.connectors.map(\.running?.tag) == ["04B0267AE05C80"])
            #expect(try await gateway.control.sessions(limit: 10, station: nil).map(\.transaction) == [id])
            #expect(try await gateway.control.sessions(limit: 10, station: "CP1") == [])
        }
    }

    @Test func `a place the gateway keeps is shown, and given up`() async throws {
        try await recording {
            let status = ConnectorStatus(evse: 1, state: .available)
            _ = try await gateway.journal.record(.station("CP2", .status(status)))
            let wish = ReservationWish(
                station: "CP2", evse: 1, tag: Tag("MINE")!, until: wallClock.now.at + .hours(1))
            let made = try await gateway.control.reserve(wish)
            #expect(made.heldBy == .gateway)
            let kept = try #require(await gateway.control.status().stations.first { $0.id == "CP2" })
            #expect(kept.connectors.map(\.state) == [.reserved])
            #expect(kept.reservations?.map(\.tag) == ["MINE"])

            try await gateway.control.cancelReservation(made.id, at: "CP2")
            let free = try #require(await gateway.control.status().stations.first { $0.id == "CP2" })
            #expect(free.connectors.map(\.state) == [.available])
            #expect(await gateway.control.reservations() == [])
            await #expect(throws: ControlError.unknownStation) {
                try await gateway.control.reserve(ReservationWish(station: "CP9", tag: Tag("A")!, until: wish.until))
            }
            await #expect(throws: ControlError.self) {
                try await gateway.control.reserve(
                    ReservationWish(station: "carport", tag: Tag("A")!, until: wish.until))
            }
        }
    }

    @Test func `a limit is shown until the station must have fallen back`() async throws {
        try await recording {
            let limit = CurrentLimit(evse: 0, amperes: ExactDecimal(10), safeAmperes: ExactDecimal(6))
            let outcome = CommandOutcome(
                command: .limit(limit), origin: "cli", result: CommandResult(status: "Accepted"))
            _ = try await gateway.journal.record(.command(outcome, "CP2"))
            var station = try #require(await gateway.control.status().stations.first { $0.id == "CP2" })
            #expect(station.limit(on: 1)?.amperes == ExactDecimal(10))
            wallClock.advance(by: .seconds(180))
            station = try #require(await gateway.control.status().stations.first { $0.id == "CP2" })
            #expect(station.limit(on: 1) == StatusReport.Limit(evse: 0, amperes: ExactDecimal(6), isSafe: true))
        }
    }

    @Test func `what a station told of its make is looked up without its secrets`() async throws {
        try await recording {
            let report = DeviceReport(variables: [
                DeviceVariable(name: VariableName("SecurityCtrlr.BasicAuthPassword")!, value: "hunter2"),
                DeviceVariable(name: VariableName("SecurityCtrlr.SecurityProfile")!, value: "1"),
                DeviceVariable(name: VariableName("OCPPCommCtrlr.HeartbeatInterval")!, value: "300"),
            ])
            _ = try await gateway.journal.record(.station("CP2", .variables(report)))
            let found = try await gateway.control.variables(of: "CP2", prefix: "SecurityCtrlr")
            #expect(found.map(\.value) == [nil, "1"])
            await #expect(throws: ControlError.unknownStation) {
                try await gateway.control.variables(of: "CP9", prefix: "")
            }
        }
    }

    @Test func `what a station tells of a final session is listed for a person`() async throws {
        try await recording {
            let start = TransactionStart(
                evse: 1, tag: "TAG", register: ExactDecimal(0), timestamp: wallClock.now.at)
            guard case .transaction(let id) = try await gateway.journal.record(.station("CP2", .started(start))) else {
                Issue.record("the start has no id")
                return
            }
            // Another car charges, so the first must be gone although nobody said so.
            wallClock.advance(by: .hours(1))
            let next = TransactionStart(
                evse: 1, tag: "NEXT", register: ExactDecimal(9000), timestamp: wallClock.now.at)
            _ = try await gateway.journal.record(.station("CP2", .started(next)))
            wallClock.advance(by: .hours(1))
            _ = try await gateway.journal.record(.tick)
            #expect(try await gateway.control.corrections(RecordPage(limit: 5)) == [])
            let end = TransactionEnd(
                transaction: Int64(id.number), register: ExactDecimal(9500), timestamp: next.timestamp)
            _ = try await gateway.journal.record(.station("CP2", .ended(end)))
            let found = try await gateway.control.corrections(RecordPage(limit: 5))
            #expect(found.map(\.transaction) == [id])
            #expect(found.map(\.told) == [.end])
            #expect(found.map(\.register) == [ExactDecimal(9500)])
            let others = try await gateway.control.corrections(RecordPage(station: "CP1"))
            let older = try await gateway.control.corrections(RecordPage(before: found.first?.seq))
            #expect(others == [] && older == [])
        }
    }

    @Test func `whoever asks for what is not there is told so`() async throws {
        try await recording {
            await #expect(throws: ControlError.unknownStation) { try await gateway.control.claim("CP9") }
            await #expect(throws: ControlError.unknownUplink) { try await gateway.control.parked(at: "nowhere") }
            await #expect(throws: ControlError.unknownUplink) { try await gateway.control.retry(1, at: "nowhere") }
            await #expect(throws: CommandError.notConnected) {
                try await gateway.control.perform(.clearCache, on: "CP1")
            }
        }
    }

    @Test func `what comes and goes at a listener is shown, and nobody is pardoned who is not banned`() async throws {
        let door = try #require(await gateway.control.status().doors?.first)
        #expect(door == StatusReport.Door(address: "0.0.0.0:9000", tls: false, open: 0, most: 6000))
        await #expect(throws: ControlError.refused("The address 10.0.0.1 is not banned.")) {
            try await gateway.control.pardon("10.0.0.1")
        }
    }

    @Test func `a security event is shown and listed, and its alarm ends with a person`() async throws {
        try await recording {
            for (station, type) in [("CP1", "TamperDetectionActivated"), ("CP2", "StartupOfTheDevice")] {
                let event = SecurityEvent(type: type, detail: "cover")
                _ = try await gateway.journal.record(.station(StationID(station), .security(event)))
            }
            let control = gateway.control
            let station = try #require(await control.status().stations.first { $0.id == "CP1" })
            #expect(station.lastSecurityEvent?.type == "TamperDetectionActivated")
            #expect(station.alarm?.detail == "cover")
            let types = try await control.securityEvents(RecordPage()).map(\.type)
            #expect(types == ["StartupOfTheDevice", "TamperDetectionActivated"])
            #expect(try await control.securityEvents(RecordPage(station: "CP2")).map(\.needsPerson) == [false])
            let newest = try await control.securityEvents(RecordPage(limit: 1))
            #expect(newest.map(\.station) == ["CP2"])
            let older = try await control.securityEvents(RecordPage(before: newest.first?.seq, limit: 1))
            #expect(older.map(\.station) == ["CP1"])
            try await control.acknowledge("CP1")
            #expect(await control.status().stations.first { $0.id == "CP1" }?.alarm == nil)
            await #expect(throws: ControlError.self) { try await control.acknowledge("CP1") }
        }
    }

    /// The journal takes entries while the body runs; nothing else of the gateway does anything.
    private func recording(_ body: () async throws -> Void) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { [journal = gateway.journal] in try await journal.run() }
            try await body()
            group.cancelAll()
        }
    }

    private func reading(_ meter: MeterID, wattHours: Int64, watts: Int64) -> MeterReading {
        MeterReading(
            meter: meter, serialNumber: "4711", at: wallClock.now.at,
            registers: [
                RegisterValue(obis: .energyImport, value: ExactDecimal(wattHours), unit: "Wh", raw: ""),
                RegisterValue(obis: .power, value: ExactDecimal(watts), unit: "W", raw: ""),
            ])
    }
}
