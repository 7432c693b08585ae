import Charging
import Foundation
import Gateway
import Simulator

/// ChargeReport's push API and two back offices, one of OCPP 1.6 and one of 2.0.1. Each is told of every station.
struct MatrixClouds {
    static let key = "cr_live_matrix"

    let report: SimulatedChargeReport
    /// `anonymous` is what each hears in the place of a tag where there is none.
    let offices: [(name: String, anonymous: String, csms: SimulatedCSMS)]
    private let reportPort: Int
    private let officePorts: [Int]

    static func run(_ body: (MatrixClouds) async throws -> Void) async throws {
        let ports = (0..<3).map { _ in AsyncStream.makeStream(of: Int.self) }
        let report = SimulatedChargeReport(
            configuration: .init(keys: [key], requestsPerHour: 10_000), wallClock: SystemWallClock(), logger: .silent
        ) { [sink = ports[0].continuation] in sink.yield($0) }
        let habits = [CSMSHabits.generic16, .generic201]
        let offices = habits.indices.map { index in
            SimulatedCSMS(configuration: .init(habits[index]), wallClock: SystemWallClock(), logger: .silent) {
                [sink = ports[index + 1].continuation] in sink.yield($0)
            }
        }
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try await report.run() }
            for office in offices { group.addTask { try? await office.run() } }
            var numbers: [Int] = []
            for (stream, _) in ports {
                guard let number = await stream.first(where: { _ in true }) else { throw CancellationError() }
                numbers.append(number)
            }
            try await body(
                MatrixClouds(
                    report: report, offices: [("1.6", "ANONYMOUS", offices[0]), ("2.0.1", "", offices[1])],
                    reportPort: numbers[0],
                    officePorts: Array(numbers.dropFirst())))
            group.cancelAll()
        }
    }

    func text(keyFile: String) -> String {
        """
        [[chargereport]]
        url = "http://127.0.0.1:\(reportPort)"
        key_file = "\(keyFile)"
        send_after_seconds = 1
        [[csms]]
        name = "office16"
        url = "ws://127.0.0.1:\(officePorts[0])/ocpp"
        version = "1.6"
        [[csms]]
        name = "office201"
        url = "ws://127.0.0.1:\(officePorts[1])/ocpp"
        version = "2.0.1"

        """
    }

    /// The next start each back office hears is in its books, and the answer never arrives.
    func loseAnswers() {
        for office in offices {
            let action = office.name == "1.6" ? "StartTransaction" : "TransactionEvent"
            office.csms.set(.losesAnswers(to: action))
        }
    }

    /// ChargeReport is dead for the next two requests: of the first only the answer is lost.
    func die() {
        for office in offices { office.csms.set(.dead) }
        report.inject(.takeAndDrop, .drop)
    }

    func rise() { for office in offices { office.csms.set(nil) } }

    /// Returns when both back offices know this of all these stations.
    func know(
        _ what: String, of stations: [any MatrixStation], _ isSo: (CSMSStation, any MatrixStation) -> Bool
    ) async throws {
        try await until("the back offices know \(what)") {
            offices.allSatisfy { office in
                let books = office.csms.books
                return stations.allSatisfy { isSo(books[$0.id], $0) }
            }
        }
    }
}
