import Charging
import Foundation
import Gateway
import Simulator
import Testing

/// Every kind of station × every cloud × every fault: each cloud has each session once, in order, and to the Wh.
///
/// The stations are a wallbox of OCPP 1.6 and one of 2.0.1 where two cars charge at once, one behind a meter, two on
/// Modbus, one of them behind a meter, and a mute one behind a meter. The clouds are ChargeReport's push API and back
/// offices of 1.6, 2.0.1 and 2.1, which ask for a password, a certificate, and a password without TLS. For each fault
/// there is one run of the real program with all of them at once, so "two clouds at once" is in every run, and every cell
/// of the matrix is compared by itself. The runs go side by side, for they mostly wait.
@Suite(.timeLimit(.minutes(3))) struct MatrixTests {
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
                let (site, gateway) = try await MatrixSite.open(clouds, fault.boxClock)
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

/// A car that came and went, by the clock on the wall.
struct MatrixVisit {
    var came: Timestamp
    var left: Timestamp?
}

/// Cars come three times to each station: the fault comes while the first ones charge, the second ones come and go during
/// it, and the third ones after it.
private struct MatrixDay {
    let fault: MatrixFault
    let site: MatrixSite
    private var gateway: GatewayProcess
    private var isAlive = true
    private var visits: [String: [MatrixVisit]] = [:]
    private var round: UInt32 = 0

    init(_ fault: MatrixFault, _ site: MatrixSite, _ gateway: GatewayProcess) {
        (self.fault, self.site, self.gateway) = (fault, site, gateway)
    }

    /// What the books say wrongly in the end.
    mutating func pass() async throws -> [String] {
        let offices = site.clouds.believed(in: fault)
        try await offices.know("every connector", of: site.stations) { books, station in
            (1...station.plugs).allSatisfy { books.statuses[$0] != nil }
        }
        site.clouds.loseAnswers(in: fault)
        try await begin(site.stations)
        try await offices.know("that all charge", of: site.stations) { books, station in
            books.transactions.count(where: \.isRunning) == station.plugs
        }
        try await strike()
        try await end(site.stations)
        // Nobody can know afterwards what happened at a polled station, or went through a meter, while the box was dead.
        let visited = fault.killsBox ? site.stations.filter { !$0.isPolled && !$0.isMetered } : site.stations
        let isFromAfar = fault == .oneCloudStays
        try await begin(visited, fromAfar: isFromAfar)
        try await end(visited, fromAfar: isFromAfar)
        try await heal()
        try await begin(site.stations)
        try await end(site.stations)

        var objections = try await missing()
        if await gateway.stop() != 0 { objections.append("The box did not stop as it should.") }
        return objections
            + (await MatrixBooks(try await site.folder.entries()).objections(site, fault, visits))
    }

    /// Waits for the clouds to have everything, and says who has not. The books are compared all the same.
    private func missing() async throws -> [String] {
        do {
            try await site.clouds.offices.know("all sessions", of: site.stations) { books, station in
                books.transactions.count { !$0.isRunning } >= visits[station.id]?.count ?? 0
            }
            try await until("ChargeReport knows all sessions") {
                site.clouds.report.books.sessions.count >= visits.values.reduce(0) { $0 + $1.count }
            }
            return []
        } catch let surprise as Surprise {
            return [surprise.description]
        }
    }

    private mutating func begin(_ stations: [any MatrixStation], fromAfar: Bool = false) async throws {
        round += 1
        let tag = 0x04B0_2670 + round
        for station in stations {
            let visit = MatrixVisit(came: SystemWallClock().now.at)
            visits[station.id, default: []] += Array(repeating: visit, count: station.plugs)
            let isFromAfar = fromAfar && !station.isPolled
            await station.begin(tag: tag, exceptAt: isFromAfar ? station.plugs : nil)
            if isFromAfar {
                try await site.clouds.controller.start(station.id, plug: station.plugs, tag: tag)
            }
        }
        if isAlive { try await site.box(gateway, sees: visits, running: true) }
        for station in stations { await station.flow() }
    }

    private mutating func end(_ stations: [any MatrixStation], fromAfar: Bool = false) async throws {
        // Charging takes a while. ChargeReport takes no session that begins and ends within the same second.
        try await ContinuousClock().sleep(for: .milliseconds(1200))
        for station in stations { await station.ebb() }
        if fromAfar {
            for station in stations where !station.isPolled {
                try await site.clouds.controller.stop(station.id, plug: station.plugs)
            }
        }
        for station in stations {
            await station.end()
            for index in visits[station.id, default: []].indices.suffix(station.plugs) {
                visits[station.id]?[index].left = SystemWallClock().now.at
            }
        }
        for station in stations { await station.recover() }
        if isAlive { try await site.box(gateway, sees: visits, running: false) }
    }

    private mutating func strike() async throws {
        site.clouds.die(in: fault)
        if fault.killsBox {
            await gateway.kill()
            isAlive = false
        }
        if fault.cutsStations { for station in site.stations { await station.stumble() } }
        site.wallboxClocks.setWrong(fault.spoilsClocks)
        try site.clock?.setRight()
    }

    private mutating func heal() async throws {
        if !isAlive {
            gateway = try await site.startGateway()
            isAlive = true
            try await site.box(gateway, sees: visits, running: false)
        }
        if fault.killsClouds { site.clouds.rise() }
        site.wallboxClocks.setWrong(false)
    }
}
