import Foundation
import Simulator
import Testing

/// Every kind of station × every cloud × every fault: each cloud has each session once, in order, and to the Wh.
///
/// The stations are a wallbox of OCPP 1.6, one of 2.0.1, one on Modbus, and a mute one behind a meter. The clouds are
/// ChargeReport's push API, a back office of 1.6 and one of 2.0.1. For each fault there is one run of the real program with
/// all of them at once, so "two clouds at once" is in every run, and every cell of the matrix is compared by itself. The
/// runs go side by side, for they mostly wait.
@Suite(.timeLimit(.minutes(2))) struct MatrixTests {
    @Test func `each cloud has each session of each kind of station once, whatever goes wrong`() async throws {
        try await withThrowingTaskGroup(of: (MatrixFault, [String]).self) { group in
            for fault in MatrixFault.allCases {
                group.addTask { (fault, try await Self.objections(to: fault)) }
            }
            for try await (fault, objections) in group { #expect(objections == [], "\(fault.rawValue)") }
        }
    }

    private static func objections(to fault: MatrixFault) async throws -> [String] {
        var objections: [String] = []
        do {
            try await MatrixClouds.run { clouds in
                let (site, gateway) = try await MatrixSite.open(clouds)
                try await withThrowingDiscardingTaskGroup { group in
                    for station in site.stations { group.addTask { try await station.run() } }
                    var day = MatrixDay(fault, site, gateway)
                    objections = try await day.pass()
                    group.cancelAll()
                }
            }
        } catch let surprise as Surprise {
            objections.append(surprise.description)
        }
        return objections
    }
}

/// Three cars at each station: the fault comes while the first ones charge, the second ones come and go during it, and
/// the third ones after it.
private struct MatrixDay {
    let fault: MatrixFault
    let site: MatrixSite
    private var gateway: GatewayProcess
    private var isAlive = true
    /// How many cars came to each station so far.
    private var visits: [String: Int] = [:]

    init(_ fault: MatrixFault, _ site: MatrixSite, _ gateway: GatewayProcess) {
        (self.fault, self.site, self.gateway) = (fault, site, gateway)
    }

    /// What the books say wrongly in the end.
    mutating func pass() async throws -> [String] {
        let clouds = site.clouds
        try await clouds.know("every connector", of: site.stations) { books, _ in books.statuses[1] != nil }
        if fault.killsClouds { clouds.loseAnswers() }
        try await begin(site.stations)
        try await boxSees(running: 1)
        try await clouds.know("that all charge", of: site.stations) { books, _ in
            books.transactions.contains(where: \.isRunning)
        }
        await strike()
        await end(site.stations)
        if isAlive { try await boxSees(running: 0) }
        // Nobody can know afterwards of a car that came and went at a polled station while the box was dead.
        let visited = fault.killsBox ? site.stations.filter { !$0.isPolled } : site.stations
        try await begin(visited)
        if isAlive { try await boxSees(running: 1) }
        await end(visited)
        try await heal()
        try await boxSees(running: 0)
        try await begin(site.stations)
        try await boxSees(running: 1)
        await end(site.stations)
        try await boxSees(running: 0)

        var objections = try await missing()
        if await gateway.stop() != 0 { objections.append("The box did not stop as it should.") }
        return objections
            + (await MatrixBooks(try await site.folder.entries()).objections(site, fault, sessions: visits))
    }

    /// Waits for the clouds to have everything, and says who has not. The books are compared all the same.
    private func missing() async throws -> [String] {
        do {
            try await site.clouds.know("all sessions", of: site.stations) { books, station in
                books.transactions.count { !$0.isRunning } >= visits[station.id] ?? 0
            }
            try await until("ChargeReport knows all sessions") {
                site.clouds.report.books.sessions.count >= visits.values.reduce(0, +)
            }
            return []
        } catch let surprise as Surprise {
            return [surprise.description]
        }
    }

    private mutating func begin(_ stations: [any MatrixStation]) async throws {
        for station in stations {
            visits[station.id, default: 0] += 1
            await station.begin(tag: 0x04B0_2670 + UInt32(visits[station.id] ?? 0))
        }
    }

    private mutating func strike() async {
        if fault.killsClouds { site.clouds.die() }
        if fault.killsBox {
            await gateway.kill()
            isAlive = false
        }
        if fault.cutsStations { for station in site.stations { await station.stumble() } }
        site.clocks.setWrong(fault.spoilsClocks)
    }

    private mutating func heal() async throws {
        if !isAlive { gateway = try await site.startGateway() }
        isAlive = true
        if fault.killsClouds { site.clouds.rise() }
        site.clocks.setWrong(false)
    }

    private func end(_ stations: [any MatrixStation]) async {
        // Charging takes a while. ChargeReport takes no session that begins and ends within the same second.
        try? await ContinuousClock().sleep(for: .milliseconds(1200))
        for station in stations { await station.end() }
        for station in stations { await station.recover() }
    }

    /// Every car that came, and whether the last ones still charge.
    private func boxSees(running: Int) async throws { try await site.box(sees: visits, running: running) }
}
