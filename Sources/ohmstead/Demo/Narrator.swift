import Charging
import Gateway
import Journal
import ServiceLifecycle
import Simulator
import Uplinks

/// Tells what happens at the demo's site, a line for each thing a person would want to know.
struct Narrator: Service {
    let journal: Journal
    let cloud: SimulatedChargeReport
    let office: SimulatedCSMS
    let wallClock: any WallClock
    let zone: SiteTimeZone

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask { await followJournal() }
                group.addTask { await followCloud() }
                group.addTask { await followOffice() }
            }
        }
    }

    private func followJournal() async {
        var seq = await journal.lastSeq()
        for await _ in journal.bell() {
            let kinds: Set<FactKind> = [.transactionStarted, .sessionFinal]
            guard let entries = try? await journal.entries(after: seq, kinds: kinds, limit: 100) else { continue }
            for entry in entries {
                tell(entry)
                seq = entry.seq
            }
        }
    }

    private func tell(_ entry: Entry) {
        switch (entry.fact, entry.subject) {
        case (.transactionStarted(let started), .station(let station)):
            let tag = started.start.map { $0.tag.map { "tag \($0)" } ?? "no tag yet" } ?? "seen by its meter"
            line(station.rawValue, "charging, \(tag)")
        case (.sessionFinal(let session), _):
            let energy = session.energy.map { "\(Self.kilowattHours($0)) kWh" } ?? "unknown energy"
            let source = session.energySource == .meter ? "by the meter" : "by the wallbox"
            let span = "\(clock(session.pluggedIn)) to \(clock(session.pluggedOut ?? session.started))"
            line(session.station.rawValue, "session final: \(energy) \(source), \(span)")
        default: break
        }
    }

    private func followCloud() async {
        for await event in cloud.events {
            switch event {
            case .received(let accepted, let duplicates):
                let again = duplicates == 0 ? "" : ", \(duplicates) known already"
                line("cloud", "\(accepted) \(accepted == 1 ? "session" : "sessions") received\(again)")
            case .refused(let status): line("cloud", "refused a request with \(status)")
            case .failed: break
            }
        }
    }

    private func followOffice() async {
        var told: [String: Int] = [:]
        for await event in office.events {
            let station = office.books[event.station]
            for id in station.stops.dropFirst(told[event.station, default: 0]) {
                let energy = station.transactions.last { $0.id == id }?.energy
                let words = energy.map { "\(Self.kilowattHours(Energy(wattHours: $0))) kWh" } ?? "unknown energy"
                line("office", "transaction of \(event.station) ended: \(words)")
            }
            told[event.station] = station.stops.count
        }
    }

    private func line(_ who: String, _ what: String) {
        let name = who + String(repeating: " ", count: max(0, 9 - who.count))
        StandardStream.output.write("  \(clock(wallClock.now.at))  \(name) \(what)\n")
    }

    private func clock(_ moment: Timestamp) -> String { String(zone.text(of: moment).dropFirst(11).prefix(5)) }

    static func kilowattHours(_ energy: Energy) -> String {
        let tenths = energy.tenthsOfKilowattHour
        return "\(tenths / 10).\(abs(tenths % 10))"
    }
}
