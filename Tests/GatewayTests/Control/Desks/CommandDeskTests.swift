import Charging
import Simulator
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
}
