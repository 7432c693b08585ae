import Testing

@testable import Charging

/// Stations that name their transactions themselves and number what they say of them (OCPP 2.0.1, block E).
@Suite struct NamedTransactionTests {
    @Test func `a transaction told in order makes one session to the watt-hour`() throws {
        var site = TestSite()
        try site.occupy(true)
        try site.tellStart(seq: 0, register: 1000)
        site.clock = 60
        try site.tellUpdate(seq: 1, register: 1500)
        site.clock = 120
        try site.tellEnd(seq: 2, register: 2345)
        try site.occupy(false)
        let session = try #require(site.sessions.first)
        #expect(session.energy == Energy(wattHours: 1345))
        #expect(session.name == "tx-1")
        #expect(session.tag == "TAG")
        #expect(session.flags == [])
        #expect(site.isRecoverable)
    }

    @Test func `every message told twice changes nothing`() throws {
        var site = TestSite()
        for _ in 0..<2 { try site.tellStart(seq: 0, register: 1000) }
        site.clock = 60
        for _ in 0..<2 { try site.tellUpdate(seq: 1, register: 1500) }
        let second = try site.tellUpdate(seq: 1, register: 1500)
        #expect(second == .duplicate)
        site.clock = 120
        for _ in 0..<2 { try site.tellEnd(seq: 2, register: 2000) }
        site.clock = 2000
        try site.apply(.tick)
        for _ in 0..<2 { try site.tellEnd(seq: 2, register: 2000) }
        try site.tellStart(seq: 0, register: 1000)
        #expect(site.sessions.count == 1)
        #expect(site.facts.count { $0.kind == .transactionStarted } == 1)
        #expect(site.facts.count { $0.kind == .transactionEnded } == 1)
        #expect(site.facts.count { $0.kind == .correction } == 0)
        #expect(site.isRecoverable)
    }

    @Test func `a start that comes after its updates is the start all the same`() throws {
        var site = TestSite()
        site.clock = 60
        try site.tellUpdate(seq: 1, register: 1500)
        #expect(site.site.stations["CP1"]?.drafts.first?.session.flags.contains(.startUnknown) == true)
        try site.tellStart(seq: 0, register: 1000, at: 0)
        site.clock = 120
        try site.tellEnd(seq: 2, register: 2000)
        try site.occupy(false)
        let session = try #require(site.sessions.first)
        #expect(session.energy == Energy(wattHours: 1000))
        #expect(session.started == TestSite.at(0))
        #expect(session.flags.isDisjoint(with: [.startUnknown, .messagesMissing]))
        #expect(site.isRecoverable)
    }

    @Test func `a start that comes after the end still counts while the session is open`() throws {
        var site = TestSite()
        site.clock = 120
        try site.tellEnd(seq: 2, register: 2000)
        try site.tellStart(seq: 0, register: 1000, at: 0)
        try site.tellUpdate(seq: 1, register: 1500, at: 60)
        site.clock = 3000
        try site.apply(.tick)
        let session = try #require(site.sessions.first)
        #expect(session.energy == Energy(wattHours: 1000))
        #expect(session.stopped == TestSite.at(120))
        #expect(session.flags.isDisjoint(with: [.startUnknown, .messagesMissing]))
        #expect(site.isRecoverable)
    }

    @Test func `a start that never comes leaves the start unknown and never makes it 0 Wh`() throws {
        var site = TestSite()
        try site.tellUpdate(seq: 4, register: 1500)
        site.clock = 60
        try site.tellEnd(seq: 5, register: 2000)
        site.clock = 3000
        try site.apply(.tick)
        let session = try #require(site.sessions.first)
        #expect(session.energy == nil)
        #expect(session.flags.isSuperset(of: [.startUnknown, .messagesMissing]))
    }

    @Test func `a gap in the numbers is marked, one that is filled is not`() throws {
        for isFilled in [false, true] {
            var site = TestSite()
            try site.tellStart(seq: 7, register: 1000)
            site.clock = 60
            try site.tellUpdate(seq: 9, register: 1500)
            site.clock = 90
            try site.tellEnd(seq: 10, register: 1800)
            if isFilled { try site.tellUpdate(seq: 8, register: 1200, at: 30) }
            site.clock = 3000
            try site.apply(.tick)
            #expect(site.sessions.first?.flags.contains(.messagesMissing) == !isFilled)
            #expect(site.sessions.first?.energy == Energy(wattHours: 800))
            #expect(site.isRecoverable)
        }
    }

    @Test func `a transaction that begins with the cable learns its tag, its EVSE and its register later`() throws {
        var site = TestSite()
        try site.tellStart(seq: 0, register: nil, evse: 0, tag: nil, state: "EVConnected")
        site.clock = 30
        try site.tellUpdate(seq: 1, register: nil, evse: 2, tag: "LATE", state: "EVConnected")
        site.clock = 40
        try site.tellUpdate(seq: 2, register: 5000, evse: 0, state: "Charging")
        site.clock = 600
        try site.tellUpdate(seq: 3, register: 6000, evse: 0)
        site.clock = 700
        try site.tellEnd(seq: 4, register: 6500)
        site.clock = 3000
        try site.apply(.tick)
        let session = try #require(site.sessions.first)
        #expect(session.tag == "LATE")
        #expect(session.evse == 2)
        #expect(session.energy == Energy(wattHours: 1500))
        #expect(site.isRecoverable)
    }

    @Test func `a register that comes only after energy flowed is not taken for that of the start`() throws {
        var site = TestSite()
        try site.tellStart(seq: 0, register: nil, state: "Charging")
        site.clock = 600
        try site.tellUpdate(seq: 1, register: 6000)
        site.clock = 700
        try site.tellEnd(seq: 2, register: 6500)
        site.clock = 3000
        try site.apply(.tick)
        #expect(site.sessions.first?.stationRegister.start == nil)
        #expect(site.sessions.first?.energy == nil)
    }

    @Test func `an end without a register takes the last one and says so`() throws {
        var site = TestSite()
        try site.tellStart(seq: 0, register: 1000)
        site.clock = 600
        try site.tellUpdate(seq: 1, register: 6000)
        site.clock = 700
        try site.tellEnd(seq: 2, register: nil)
        site.clock = 3000
        try site.apply(.tick)
        #expect(site.sessions.first?.energy == Energy(wattHours: 5000))
        #expect(site.sessions.first?.flags.contains(.stopUnknown) == true)
    }

    @Test func `an end that comes after a newer start puts the concluded one right`() throws {
        var site = TestSite()
        try site.tellStart(seq: 0, register: 1000)
        site.clock = 600
        try site.tellUpdate(seq: 1, register: 2000)
        site.clock = 900
        try site.tellStart("tx-2", seq: 0, register: 3000)
        try site.tellEnd(seq: 2, register: 2900, at: 800)
        site.clock = 5000
        try site.apply(.tick)
        let first = try #require(site.sessions.first)
        #expect(first.energy == Energy(wattHours: 1900))
        #expect(!first.flags.contains(.stopUnknown))
        #expect(first.stopped == TestSite.at(800))
        #expect(site.isRecoverable)
    }

    @Test func `what is told of a final session is kept as a correction`() throws {
        var site = TestSite()
        try site.tellEnd(seq: 3, register: 2000)
        site.clock = 3000
        try site.apply(.tick)
        #expect(site.sessions.count == 1)
        try site.tellStart(seq: 0, register: 1000, at: 0)
        try site.tellUpdate(seq: 1, register: 1500, at: 10)
        #expect(site.facts.count { $0.kind == .correction } == 2)
        // However often it is told, it is one session a person may want to correct.
        #expect(site.site.stations["CP1"]?.corrections == 1)
        #expect(site.isRecoverable)
        #expect(site.sessions.count == 1)
    }

    @Test func `an occupied connector shows what its transaction does`() throws {
        var site = TestSite()
        try site.occupy(true)
        #expect(site.site.stations["CP1"]?.evses[1]?.status?.state == .occupied)
        try site.tellStart(seq: 0, register: 1000, state: "Charging")
        #expect(site.site.stations["CP1"]?.evses[1]?.status?.state == .charging)
        try site.tellUpdate(seq: 1, register: 1100, state: "SuspendedEV")
        #expect(site.site.stations["CP1"]?.evses[1]?.status?.state == .suspendedEV)
        try site.occupy(true)
        #expect(site.site.stations["CP1"]?.evses[1]?.status?.state == .suspendedEV)
    }

    @Test func `a second connector that is free does not unplug the first`() throws {
        var site = TestSite()
        try site.occupy(true)
        try site.tellStart(seq: 0, register: 1000)
        try site.occupy(false, connector: 2)
        site.clock = 60
        try site.tellEnd(seq: 1, register: 2000)
        #expect(site.sessions.isEmpty)
        site.clock = 90
        try site.occupy(false)
        #expect(site.sessions.first?.pluggedOut == TestSite.at(90))
    }

    @Test func `numbers far apart are a gap and cost no memory`() {
        var track = SequenceTrack()
        track.insert(.min, isStart: true)
        track.insert(.max)
        #expect(!track.isComplete)
        track.insert(0)
        #expect(!track.isComplete)
    }
}

extension TestSite {
    mutating func occupy(_ isOccupied: Bool, connector: Int = 1) throws {
        try say(
            .status(ConnectorStatus(evse: 1, connector: connector, state: isOccupied ? .occupied : .available)))
    }

    private func telling(
        _ name: String, _ seq: Int64, _ trigger: String, tag: String? = nil, state: String? = nil, at seconds: Int64?
    ) -> Telling {
        Telling(
            name: name, seqNo: seq, trigger: trigger, chargingState: state, tag: tag,
            authorization: tag == nil ? nil : .accepted, timestamp: Self.at(seconds ?? clock))
    }

    private func values(_ register: Int64?, _ context: String?, at seconds: Int64?) -> [MeterValue] {
        register.map {
            [
                MeterValue(
                    timestamp: Self.at(seconds ?? clock),
                    sampledValues: [SampledValue(value: String($0), context: context)])
            ]
        } ?? []
    }

    @discardableResult
    mutating func tellStart(
        _ name: String = "tx-1", seq: Int64, register: Int64?, evse: Int = 1, tag: String? = "TAG",
        state: String? = nil, at seconds: Int64? = nil
    ) throws -> Answer {
        try say(
            .started(
                TransactionStart(
                    evse: evse, tag: tag, register: register.map { ExactDecimal($0) },
                    timestamp: Self.at(seconds ?? clock),
                    telling: telling(name, seq, "Authorized", tag: tag, state: state, at: seconds),
                    values: values(register, "Transaction.Begin", at: seconds))))
    }

    @discardableResult
    mutating func tellUpdate(
        _ name: String = "tx-1", seq: Int64, register: Int64?, evse: Int = 1, tag: String? = nil,
        state: String? = nil, at seconds: Int64? = nil
    ) throws -> Answer {
        try say(
            .metered(
                MeterReport(
                    evse: evse, values: values(register, nil, at: seconds),
                    telling: telling(name, seq, "MeterValuePeriodic", tag: tag, state: state, at: seconds))))
    }

    @discardableResult
    mutating func tellEnd(
        _ name: String = "tx-1", seq: Int64, register: Int64?, at seconds: Int64? = nil
    ) throws -> Answer {
        try say(
            .ended(
                TransactionEnd(
                    transaction: 0, register: register.map { ExactDecimal($0) },
                    timestamp: Self.at(seconds ?? clock), values: values(register, "Transaction.End", at: seconds),
                    telling: telling(name, seq, "EVDeparted", at: seconds))))
    }
}
