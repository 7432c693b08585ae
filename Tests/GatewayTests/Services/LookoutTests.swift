import Simulator
import Testing
import WebSocket

@testable import Charging
@testable import Gateway
@testable import Stations

struct LookoutTests {
    private let health = Health(wallClock: ManualWallClock())

    private func lookout(
        _ site: Site = Site(rules: SiteRules(), firstTransaction: TransactionID(1)!), missed: [Presence] = []
    ) -> Lookout {
        Lookout(listeners: { [] }, site: { site }, missed: { missed }, health: health, clock: ManualClock())
    }

    private func statistics(open: Int, banned: Int) -> ListenerStatistics {
        var statistics = ListenerStatistics()
        (statistics.open, statistics.mostOpen, statistics.bannedNow) = (open, 10, banned)
        statistics.banned = (0..<banned).map { BannedAddress(address: "10.0.0.\($0)", remaining: .seconds(60)) }
        return statistics
    }

    @Test func `a full listener is told of while it is full`() {
        let lookout = lookout()
        lookout.look(at: [statistics(open: 9, banned: 0), statistics(open: 10, banned: 0)])
        #expect(health.current.map(\.code) == ["listener.full"])
        #expect(health.current.first?.severity == .critical)
        lookout.look(at: [statistics(open: 9, banned: 0)])
        #expect(health.current == [])
    }

    @Test func `a ban is told of with the way out while it lasts`() {
        let lookout = lookout()
        lookout.look(at: [statistics(open: 0, banned: 1), statistics(open: 0, banned: 2)])
        #expect(health.current.map(\.code) == ["listener.banned"])
        #expect(health.current.first?.summary == "3 addresses are banned for trying again and again.")
        #expect(health.current.first?.remedy.hasSuffix("ohmstead security pardon 10.0.0.0") == true)
        lookout.look(at: [statistics(open: 0, banned: 0)])
        #expect(health.current == [])
    }

    @Test func `an alarm is told of until it is acknowledged`() async {
        var site = Site(rules: SiteRules(), firstTransaction: TransactionID(1)!)
        let event = SecurityEvent(type: "TamperDetectionActivated", detail: "cover opened")
        let stamp = Stamp(at: Timestamp(seconds: 1_780_000_000), boot: "b", monotonic: 0, trusted: true)
        site.fold(.security(event), about: .station("CP1"), at: stamp)
        var raised: Set<String> = []
        await lookout(site).look(&raised)
        let condition = health.current.first
        #expect(condition?.code == "station.CP1.security" && condition?.severity == .warning)
        #expect(condition?.summary.contains("TamperDetectionActivated") == true)
        #expect(condition?.remedy.hasSuffix("ohmstead security acknowledge CP1") == true)
        site.fold(.acknowledged(Acknowledgement()), about: .station("CP1"), at: stamp)
        await lookout(site).look(&raised)
        #expect(health.current == [])
    }

    @Test func `a station that stays away is told of until it is back`() async {
        let absent = Presence(
            station: "CP1", isOnline: false, since: Timestamp(seconds: 1_780_000_000), dialect: "ocpp1.6", address: "")
        var raised: Set<String> = []
        await lookout(missed: [absent]).look(&raised)
        #expect(health.current.map(\.code) == ["station.CP1.gone"])
        #expect(health.current.first?.severity == .notice)
        await lookout().look(&raised)
        #expect(health.current == [])
    }

    @Test(
        arguments: [
            (MeterSilence.Reason.overdue, "has given no reading"), (.repeats, "the same old telegram"),
            (.unanswered, nil), (.garbled, nil),
        ] as [(MeterSilence.Reason, String?)])
    func `a meter that nobody else tells of is told of until it is read`(
        reason: MeterSilence.Reason, words: String?
    ) async {
        var site = Site(rules: SiteRules(), firstTransaction: TransactionID(1)!)
        let stamp = Stamp(at: Timestamp(seconds: 1_780_000_000), boot: "b", monotonic: 0, trusted: true)
        site.fold(.silent(MeterSilence(since: stamp.at, reason: reason)), about: .meter("garage"), at: stamp)
        var raised: Set<String> = []
        await lookout(site).look(&raised)
        #expect(health.current.map(\.code) == (words == nil ? [] : ["meter.garage.stale"]))
        if let words { #expect(health.current.first?.summary.contains(words) == true) }
        let reading = MeterReading(meter: "garage", serialNumber: nil, at: stamp.at, registers: [])
        site.fold(
            .reading(JudgedReading(reading: reading, judgement: .noRegister)), about: .meter("garage"), at: stamp)
        await lookout(site).look(&raised)
        #expect(health.current == [])
    }
}
