import Charging
import OCPP
import Simulator
import Stations
import Testing

@Suite(.timeLimit(.minutes(1))) struct OCPP201ChargingTests {
    private static func profile(
        _ purpose: ChargingProfile.Purpose, kind: ChargingProfile.Kind = .absolute, of transaction: Int64? = nil,
        limit: String = "16"
    ) -> ChargingProfile {
        ChargingProfile(
            id: 5, stackLevel: 1, purpose: purpose, kind: kind, transaction: TransactionID(transaction),
            schedule: ChargingSchedule(
                unit: .ampere, durationSeconds: 60,
                periods: [.init(startSeconds: 0, limit: ExactDecimal(limit)!, phases: 3)]))
    }

    private static func wire(_ purpose: String, _ rest: String = "", kind: String = "Absolute", limit: String = "16")
        -> String
    {
        let start = kind == "Relative" ? "" : #","startSchedule":"2026-11-21T02:41:11Z""#
        return
            #"{"id":5,"stackLevel":1,"chargingProfilePurpose":"\#(purpose)","chargingProfileKind":"\#(kind)","chargingSchedule":[{"id":5,"chargingRateUnit":"A","chargingSchedulePeriod":[{"startPeriod":0,"limit":\#(limit),"numberPhases":3}]\#(start),"duration":60}]\#(rest)}"#
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var command: Command
        var exchange: Bench.Exchange
        var result = CommandResult.accepted
        var testDescription: String { exchange.call }
    }

    private static let now = Timestamp(seconds: 1_795_228_871)

    @Test(arguments: [
        Case(
            command: .setChargingProfile(profile(.chargingStationMaxProfile), evse: 0),
            exchange: .init(
                #""SetChargingProfile",{"evseId":0,"chargingProfile":\#(wire("ChargingStationMaxProfile"))}"#,
                #"{"status":"Rejected","statusInfo":{"reasonCode":"DuplicateProfile"}}"#),
            result: CommandResult(status: "Rejected", reason: "DuplicateProfile")),
        // Never rounded up.
        Case(
            command: .setChargingProfile(
                profile(.txProfile, kind: .relative, of: 1001, limit: "13.12345678"), evse: 2),
            exchange: .init(
                #""SetChargingProfile",{"evseId":2,"chargingProfile":\#(wire("TxProfile", #","transactionId":"tx-1""#, kind: "Relative", limit: "13.1"))}"#
            )),
        // Whatever runs there.
        Case(
            command: .setChargingProfile(profile(.txProfile), evse: 2),
            exchange: .init(
                #""SetChargingProfile",{"evseId":2,"chargingProfile":\#(wire("TxProfile", #","transactionId":"tx-1""#))}"#
            )),
        Case(
            command: .requestStart(tag: "T", evse: 1, profile: profile(.txProfile, kind: .relative)),
            exchange: .init(
                #""RequestStartTransaction",{"idToken":{"idToken":"T","type":"Central"},"remoteStartId":721487048,"evseId":1,"chargingProfile":\#(wire("TxProfile", kind: "Relative"))}"#
            )),
        Case(
            command: .clearChargingProfiles(ProfileCriteria()),
            exchange: .init(#""ClearChargingProfile",{}"#, #"{"status":"Unknown"}"#),
            result: CommandResult(status: "Unknown")),
        Case(
            command: .clearChargingProfiles(ProfileCriteria(evse: 1, purpose: .txDefaultProfile, stackLevel: 0)),
            exchange: .init(
                #""ClearChargingProfile",{"chargingProfileCriteria":{"evseId":1,"chargingProfilePurpose":"TxDefaultProfile","stackLevel":0}}"#
            )),
        Case(
            command: .getChargingProfiles(ProfileCriteria(evse: 1, purpose: .txProfile)),
            exchange: .init(
                #""GetChargingProfiles",{"requestId":721487048,"chargingProfile":{"chargingProfilePurpose":"TxProfile"},"evseId":1}"#
            ), result: .accepted.with(remark: "The profiles follow as messages of the station.")),
        Case(
            command: .getChargingProfiles(ProfileCriteria(ids: [4, 2])),
            exchange: .init(
                #""GetChargingProfiles",{"requestId":721487048,"chargingProfile":{"chargingProfileId":[2,4]}}"#,
                #"{"status":"NoProfiles"}"#), result: CommandResult(status: "NoProfiles")),
        Case(
            command: .getCompositeSchedule(evse: 1, seconds: 600, unit: .ampere),
            exchange: .init(
                #""GetCompositeSchedule",{"duration":600,"evseId":1,"chargingRateUnit":"A"}"#,
                #"{"status":"Accepted","schedule":{"evseId":1,"duration":600,"scheduleStart":"2026-11-21T02:41:11Z","chargingRateUnit":"A","chargingSchedulePeriod":[{"startPeriod":0,"limit":16.5,"numberPhases":3},{"startPeriod":300}]}}"#
            ),
            result: .accepted.with(
                schedule: CompositeSchedule(
                    evse: 1, start: now, durationSeconds: 600, unit: .ampere,
                    periods: [
                        .init(startSeconds: 0, limit: ExactDecimal("16.5"), phases: 3),
                        .init(startSeconds: 300, limit: nil),
                    ]))),
        Case(
            command: .getCompositeSchedule(evse: 0, seconds: 600, unit: nil),
            exchange: .init(#""GetCompositeSchedule",{"duration":600,"evseId":0}"#, #"{"status":"Rejected"}"#),
            result: CommandResult(status: "Rejected")),
    ])
    func `a profile is written in the words of OCPP 2`(_ example: Case) async throws {
        try await Bench(.ocpp201, names: FakeNames()).run { bench in
            await bench.boot()
            await bench.expect(example.command, makes: [example.exchange], .success(example.result))
        }
    }

    @Test func `several profiles are cleared one by one`() async throws {
        try await Bench(.ocpp201).run { bench in
            await bench.boot()
            await bench.expect(
                .clearChargingProfiles(ProfileCriteria(ids: [3, 1, 2])),
                makes: [
                    .init(#""ClearChargingProfile",{"chargingProfileId":1}"#, #"{"status":"Unknown"}"#),
                    .init(#""ClearChargingProfile",{"chargingProfileId":2}"#),
                    .init(#""ClearChargingProfile",{"chargingProfileId":3}"#, #"{"status":"Unknown"}"#),
                ], .success(.accepted))
        }
    }

    /// 16.04 A for three minutes, and 6 A for ever.
    private static func limit(_ evse: Int, _ id: Int, _ purpose: String, _ rest: String = "") -> Bench.Exchange {
        .init(
            #""SetChargingProfile",{"evseId":\#(evse),"chargingProfile":{"id":\#(id),"stackLevel":0,"chargingProfilePurpose":"\#(purpose)","chargingProfileKind":"Absolute","chargingSchedule":[{"id":\#(id),"chargingRateUnit":"A","chargingSchedulePeriod":[{"startPeriod":0,"limit":16.0},{"startPeriod":180,"limit":6.0}],"startSchedule":"2026-11-21T02:41:06Z"}]\#(rest)}}"#
        )
    }

    struct Limit: Sendable {
        var evse: Int
        var running: [Int: String]
        var exchanges: [Bench.Exchange]
    }

    @Test(arguments: [
        Limit(evse: 1, running: [:], exchanges: [limit(1, 900_002, "TxDefaultProfile")]),
        Limit(
            evse: 2, running: [1: "a", 2: "b"],
            exchanges: [limit(2, 900_005, "TxProfile", #","transactionId":"b""#)]),
        Limit(evse: 0, running: [:], exchanges: [limit(0, 900_000, "TxDefaultProfile")]),
        Limit(
            evse: 0, running: [2: "b", 1: "a", 0: "x"],
            exchanges: [
                limit(1, 900_003, "TxProfile", #","transactionId":"a""#),
                limit(2, 900_005, "TxProfile", #","transactionId":"b""#), limit(0, 900_000, "TxDefaultProfile"),
            ]),
    ])
    func `a limit steps down by itself, for what runs and for what comes`(_ example: Limit) async throws {
        let names = FakeNames(
            transactions: Dictionary(
                uniqueKeysWithValues: example.running.map { ($0, (TransactionID(Int64(100 + $0))!, $1)) }))
        try await Bench(.ocpp201, names: names).run { bench in
            await bench.boot()
            let limit = CurrentLimit(
                evse: example.evse, amperes: ExactDecimal("16.04")!, safeAmperes: ExactDecimal("6.09")!)
            // The same ids again, so that the new one takes the old one's place.
            for _ in 0..<2 {
                await bench.expect(.limit(limit), makes: example.exchanges, .success(.accepted))
            }
        }
    }

    @Test func `a limit of which one part is rejected is rejected`() async throws {
        try await Bench(.ocpp201, names: FakeNames()).run { bench in
            await bench.boot()
            var first = Self.limit(2, 900_005, "TxProfile", #","transactionId":"tx-1""#)
            first.answer = #"{"status":"Rejected"}"#
            await bench.expect(
                .limit(CurrentLimit(evse: 0, amperes: ExactDecimal(16), safeAmperes: ExactDecimal(6))),
                makes: [first, Self.limit(0, 900_000, "TxDefaultProfile")],
                .success(CommandResult(status: "Rejected")))
        }
    }

    @Test(arguments: [
        (
            Command.setChargingProfile(profile(.chargingStationExternalConstraints), evse: 0),
            "External constraints are reported by stations; they are not set."
        ),
        (
            .setChargingProfile(profile(.txProfile), evse: 1),
            "No transaction runs on EVSE 1 that the profile could be for."
        ),
        (
            .setChargingProfile(profile(.txProfile, of: 7), evse: 2),
            "No transaction 7 runs at this station: it is over, or was never there. See ohmstead status for those that run."
        ),
        (
            .requestStart(tag: "T", evse: 1, profile: profile(.txDefaultProfile)),
            "A profile that comes with a start has the purpose TxProfile and no transaction."
        ),
    ])
    func `a profile that cannot count is refused`(_ command: Command, _ reason: String) async throws {
        try await Bench(.ocpp201, names: FakeNames()).run { bench in
            await bench.boot()
            #expect(await bench.attempt(command) == .failure(.unsupported(reason)))
        }
    }
}
