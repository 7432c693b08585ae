import Gateway
import OCPP
import Simulator

/// Everybody who hears of every station: ChargeReport's push API, and a back office for each version of OCPP.
struct MatrixClouds {
    static let key = "cr_live_matrix"

    let report: SimulatedChargeReport
    let offices: [MatrixOffice]
    private let reportPort: Int
    private let officePorts: [Int]

    static func run(_ body: (MatrixClouds) async throws -> Void) async throws {
        let (ports, sink) = AsyncStream.makeStream(of: Int.self)
        let report = SimulatedChargeReport(
            configuration: .init(keys: [key], requestsPerHour: 10_000), wallClock: SystemWallClock(), logger: .silent
        ) { sink.yield($0) }
        let offices = try MatrixOffice.all()
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try await report.run() }
            for office in offices { group.addTask { try? await office.csms.run() } }
            guard let reportPort = await ports.first(where: { _ in true }) else { throw CancellationError() }
            var officePorts: [Int] = []
            for office in offices { officePorts.append(try await office.port()) }
            try await body(
                MatrixClouds(report: report, offices: offices, reportPort: reportPort, officePorts: officePorts))
            group.cancelAll()
        }
    }

    func text(in folder: Folder) throws -> String {
        let report = """
            [[chargereport]]
            url = "http://127.0.0.1:\(reportPort)"
            key_file = "\(try folder.write("key", Self.key))"
            send_after_seconds = 1

            """
        return try zip(offices, officePorts).reduce(report) { try $0 + $1.0.text(port: $1.1, in: folder) }
    }

    var controller: MatrixOffice { offices.first(where: \.controls) ?? offices[0] }

    /// Those that the fault strikes.
    func victims(of fault: MatrixFault) -> [MatrixOffice] {
        guard fault.killsClouds else { return [] }
        return fault.sparesTheController ? offices.filter { !$0.controls } : offices
    }

    /// Those that are heard from the beginning: none can prove to a box in the year 2000 that it is itself.
    func believed(in fault: MatrixFault) -> [MatrixOffice] {
        fault == .boxHasNoClock ? offices.filter { !$0.usesTLS } : offices
    }

    /// The next start each back office hears is in its books, and the answer never arrives.
    func loseAnswers(in fault: MatrixFault) {
        for office in victims(of: fault) {
            office.csms.set(.losesAnswers(to: office.dialect == .ocpp16 ? "StartTransaction" : "TransactionEvent"))
        }
    }

    /// ChargeReport is dead for the next two requests: of the first only the answer is lost.
    func die(in fault: MatrixFault) {
        guard fault.killsClouds else { return }
        for office in victims(of: fault) { office.csms.set(.dead) }
        report.inject(.takeAndDrop, .drop)
    }

    func rise() { for office in offices { office.csms.set(nil) } }
}

extension [MatrixOffice] {
    /// Returns when all of them know this of all these stations.
    func know(
        _ what: String, of stations: [any MatrixStation], _ isSo: (CSMSStation, any MatrixStation) -> Bool
    ) async throws {
        try await until("the back offices know \(what)") {
            allSatisfy { office in
                let books = office.csms.books
                return stations.allSatisfy { isSo(books[$0.id], $0) }
            }
        }
    }
}
