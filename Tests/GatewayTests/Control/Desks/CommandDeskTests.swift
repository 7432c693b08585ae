import Charging
import Simulator
import Synchronization
import Testing

@testable import Gateway

struct CommandDeskTests {
    @Test func `what a station answers is written down and given back`() async throws {
        let (station, recorder) = (FakeStation(.success(CommandResult(status: "Rejected"))), FakeRecorder())
        let desk = CommandDesk(dispatcher: station, recorder: recorder)
        let result = try await desk.perform(.clearCache, on: "CP1", origin: "cli")
        #expect(result.status == "Rejected")
        #expect(
            recorder.events == [
                .command(CommandOutcome(command: .clearCache, origin: "cli", result: result), "CP1")
            ])
    }

    @Test(arguments: [CommandError.notConnected, .timedOut, .refused(code: "NotSupported", description: "no")])
    func `why there is no answer is written down and told`(error: CommandError) async throws {
        let recorder = FakeRecorder()
        let desk = CommandDesk(dispatcher: FakeStation(.failure(error)), recorder: recorder)
        await #expect(throws: error) { try await desk.perform(.reset(.hard), on: "CP1", origin: "cloud") }
        guard case .command(let outcome, "CP1") = recorder.events.first else {
            Issue.record("\(recorder.events)")
            return
        }
        #expect(outcome.command == .reset(.hard))
        #expect(outcome.origin == "cloud")
        #expect(outcome.result == nil)
        #expect(outcome.failure?.isEmpty == false)
    }

    @Test(arguments: [
        "AuthorizationKey", "authorizationkey", "AUTHORIZATIONKEY", "SecurityCtrlr.BasicAuthPassword", "WifiPassword",
    ])
    func `the station hears the new key, the record does not`(key: String) async throws {
        let (station, recorder) = (FakeStation(.success(CommandResult(status: "Accepted"))), FakeRecorder())
        let desk = CommandDesk(dispatcher: station, recorder: recorder)
        _ = try await desk.perform(.changeConfiguration(key: key, value: "736563726574"), on: "CP1", origin: "cli")
        #expect(station.heard == [.changeConfiguration(key: key, value: "736563726574")])
        #expect(!"\(recorder.events)".contains("736563726574"))
        #expect("\(recorder.events)".contains(key))
    }

    @Test func `other settings are recorded with their value`() {
        let command = Command.changeConfiguration(key: "HeartbeatInterval", value: "60")
        #expect(command.withoutSecrets == command)
    }

    @Test func `a full disk does not hide what the station did`() async throws {
        let station = FakeStation(.success(CommandResult(status: "Accepted")))
        let desk = CommandDesk(dispatcher: station, recorder: FakeRecorder(isFull: true))
        #expect(try await desk.perform(.clearCache, on: "CP1", origin: "cli").status == "Accepted")
    }

    @Test func `a place that is kept for somebody else is not given to a remote start`() async throws {
        let (station, recorder) = (FakeStation(.success(CommandResult(status: "Accepted"))), FakeRecorder())
        var site = Site(rules: SiteRules(), firstTransaction: TransactionID(1)!)
        let clock = ManualWallClock()
        let kept = Reservation(
            id: 1, station: "CP1", evse: 1, driver: TagHolder(tag: Tag("MINE")!), expires: clock.now.at + .hours(1),
            created: clock.now.at)
        _ = try site.apply(.settlement(.reserved(kept)), at: clock.now, history: NoHistory())
        let desk = CommandDesk(
            dispatcher: station, recorder: recorder, places: KeptPlaces(site: { [site] in site }, wallClock: clock))

        let other = try await desk.perform(.requestStart(tag: "OTHER", evse: 1), on: "CP1", origin: "cli")
        #expect(other.status == "Rejected")
        #expect(other.remark?.contains("kept for another driver") == true)
        #expect(station.heard == [])
        #expect(recorder.events.count == 1)
        let driver = try await desk.perform(.requestStart(tag: "mine", evse: 1), on: "CP1", origin: "cli")
        #expect(driver.status == "Accepted")
        #expect(station.heard == [.requestStart(tag: "mine", evse: 1)])
    }

    @Test func `a profile of a cloud follows the limit of the site, and one of people does not`() async throws {
        let memory = MemorySite()
        let station = FakeStation(.success(CommandResult(status: "Accepted")))
        let desk = CommandDesk(
            dispatcher: station, recorder: memory,
            places: KeptPlaces(site: { [memory] in memory.site }, wallClock: memory.wallClock))
        func profile(_ id: Int, level: Int) -> ChargingProfile {
            ChargingProfile(
                id: id, stackLevel: level, purpose: .txDefaultProfile,
                schedule: ChargingSchedule(
                    unit: .ampere, start: memory.now,
                    periods: [
                        .init(startSeconds: 0, limit: ExactDecimal(32)),
                        .init(startSeconds: 60, limit: ExactDecimal(8)),
                    ]))
        }
        _ = try await desk.perform(
            .setChargingProfile(profile(5, level: 1).under(nil), evse: 0), on: "CP1", origin: "office")
        _ = try await desk.perform(.setChargingProfile(profile(6, level: 2), evse: 0), on: "CP1", origin: "cli")
        var told: [[ExactDecimal]] = []
        for amperes in [16, 16, 10, 20, 40] as [Int64] {
            let count = station.heard.count
            let limit = CurrentLimit(evse: 0, amperes: ExactDecimal(amperes), safeAmperes: ExactDecimal(amperes))
            _ = try await desk.perform(.limit(limit), on: "CP1", origin: "cli")
            told += station.heard[count...].compactMap { command in
                guard case .setChargingProfile(let profile, evse: 0) = command, profile.id == 5 else { return nil }
                return profile.schedule.periods.map(\.limit)
            }
        }
        #expect(told == [[16, 8], [10, 8], [20, 8], [32, 8]].map { $0.map { ExactDecimal($0) } })
        let heard = station.heard.count {
            if case .setChargingProfile(let told, _) = $0 { told.id == 6 } else { false }
        }
        #expect(heard == 1)
    }

    @Test func `a station that does not lower a profile is told of with the limit`() async throws {
        let memory = MemorySite()
        let isStubborn = Watch(false)
        let station = FakeStation(answering: { command in
            if case .setChargingProfile = command, isStubborn.isOn {
                return .success(CommandResult(status: "Rejected"))
            }
            return .success(CommandResult(status: "Accepted"))
        })
        let desk = CommandDesk(
            dispatcher: station, recorder: memory,
            places: KeptPlaces(site: { [memory] in memory.site }, wallClock: memory.wallClock))
        let profile = ChargingProfile(
            id: 5, stackLevel: 1, purpose: .txDefaultProfile,
            schedule: ChargingSchedule(
                unit: .ampere, start: memory.now, periods: [.init(startSeconds: 0, limit: ExactDecimal(32))]))
        _ = try await desk.perform(.setChargingProfile(profile.under(nil), evse: 0), on: "CP1", origin: "office")
        isStubborn.isOn = true
        let limit = CurrentLimit(evse: 0, amperes: ExactDecimal(10), safeAmperes: ExactDecimal(6))
        let result = try await desk.perform(.limit(limit), on: "CP1", origin: "cli")
        #expect(result.status == "Accepted")
        #expect(result.remark?.contains("set: 5.") == true)
    }
}

private final class Watch: Sendable {
    private let state: Mutex<Bool>
    init(_ isOn: Bool) { state = Mutex(isOn) }
    var isOn: Bool {
        get { state.withLock { $0 } }
        set { state.withLock { $0 = newValue } }
    }
}
