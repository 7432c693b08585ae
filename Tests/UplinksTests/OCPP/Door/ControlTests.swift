import OCPP
import SchemaSupport
import Simulator
import Synchronization
import Testing

@testable import Charging
@testable import Uplinks

/// Transactions, connectors and the words for what became of them.
struct ControlTests {
    @Test func `a transaction the CSMS does not share is refused`() async throws {
        let old = try DoorTrial(.ocpp16)
        #expect(try await old.ask("RemoteStopTransaction", #"{"transactionId":501}"#).status == "Rejected")
        let profile = Wish.profile16.replacing(#""transactionId":77"#, with: #""transactionId":501"#)
        #expect(
            try await old.ask("SetChargingProfile", #"{"connectorId":1,"csChargingProfiles":\#(profile)}"#).status
                == "Rejected")
        #expect(old.control.commands == [])
        let new = try DoorTrial(.ocpp201)
        let answer = try await new.ask("RequestStopTransaction", #"{"transactionId":"501"}"#)
        #expect(answer.status == "Rejected")
        #expect(answer.reason == "TxNotFound")
        let display =
            #"{"message":{"id":1,"priority":"AlwaysFront","message":{"format":"ASCII","content":"Hi"},"transactionId":"501"}}"#
        #expect(try await new.ask("SetDisplayMessage", display).status == "UnknownTransaction")
        #expect(new.control.commands == [])
    }

    @Test func `the status of a transaction comes from what is known here`() async throws {
        let trial = try DoorTrial(.ocpp201)
        let known = try await trial.ask("GetTransactionStatus", #"{"transactionId":"\#(DoorTrial.uuid)"}"#).json
        #expect(known?["ongoingIndicator"] == .bool(true))
        #expect(known?["messagesInQueue"] == .bool(false))
        let unknown = try await trial.ask("GetTransactionStatus", #"{"transactionId":"x"}"#).json
        #expect(unknown?["ongoingIndicator"] == .bool(false))
        let any = try await trial.ask("GetTransactionStatus").json
        #expect(any?["messagesInQueue"] == .bool(true))
        #expect(any?["ongoingIndicator"] == nil)
        let idle = try DoorTrial(.ocpp201, station: try DoorTrial.site(speaks: .ocpp201, running: false))
        let over = try await idle.ask("GetTransactionStatus", #"{"transactionId":"\#(DoorTrial.uuid)"}"#).json
        #expect(over?["ongoingIndicator"] == .bool(false))
    }

    @Test func `a tag too long for 1.6 is meant by the name that was made from it`() async throws {
        let long = "04B0267AE05C80-DE-8AA-CA1B2C3D4"
        var site = try DoorTrial.site(speaks: .ocpp201, running: false)
        let list = LocalListUpdate(version: 1, kind: .full, changes: [.init(TagRecord(tag: Tag(long)!))])
        _ = try site.apply(.settlement(.localList(list)), at: ManualWallClock().now, history: NoPast())
        let trial = try DoorTrial(.ocpp16, station: site)
        let name = Language16.Words.idTag(long)
        #expect(name.count == 20)
        for told in [name, "04B0267AE05-00000000", "SHORT"] {
            _ = try await trial.ask("RemoteStartTransaction", #"{"idTag":"\#(told)","connectorId":1}"#)
        }
        #expect(
            trial.control.commands == [long, "04B0267AE05-00000000", "SHORT"].map { .requestStart(tag: $0, evse: 1) })
    }

    @Test func `a remote start is expected under its number, and names a transaction that runs already`() async throws {
        let trial = try DoorTrial(.ocpp201)
        let start = #"{"idToken":{"idToken":"A1","type":"Central"},"remoteStartId":42,"evseId":1}"#
        let answer = try await trial.ask("RequestStartTransaction", start)
        #expect(answer.json?["transactionId"]?.text == DoorTrial.uuid)
        #expect(trial.map.expected.numbers.withLock { $0 } == [42])
        let other = try await trial.ask("RequestStartTransaction", start.replacing(":1}", with: ":2}"))
        #expect(other.json?["transactionId"] == nil)
    }

    @Test(
        arguments: [
            (Result.success(CommandResult(status: "Rejected")), []), (.failure(.notConnected), []),
            (.failure(.timedOut), [42]), (.failure(.disconnected), [42]),
        ] as [(Result<CommandResult, CommandError>, [Int])])
    func `a remote start that was refused is expected no longer, one that may have arrived is`(
        _ outcome: Result<CommandResult, CommandError>, _ expected: [Int]
    ) async throws {
        let trial = try DoorTrial(.ocpp201) { _ in outcome }
        let start = #"{"idToken":{"idToken":"A1","type":"Central"},"remoteStartId":42,"evseId":2}"#
        #expect(try await trial.ask("RequestStartTransaction", start).status == "Rejected")
        #expect(trial.map.expected.numbers.withLock { $0 } == expected)
    }

    @Test func `a tag that a station of 1.6 cannot take is refused in words`() async throws {
        let start = #"{"idToken":{"idToken":"123456789012345678901","type":"Central"},"remoteStartId":1,"evseId":1}"#
        let old = try DoorTrial(.ocpp201, station: try DoorTrial.site(speaks: .ocpp16))
        let refused = try await old.ask("RequestStartTransaction", start)
        #expect(refused.status == "Rejected")
        #expect(refused.reason == "InvalidIdToken")
        #expect(refused.info?.contains("20 characters") == true)
        #expect(old.control.commands == [])
        #expect(try await DoorTrial(.ocpp201).ask("RequestStartTransaction", start).status == "Accepted")
        let nobody = start.replacing("Central", with: "NoAuthorization")
        #expect(try await DoorTrial(.ocpp201).ask("RequestStartTransaction", nobody).reason == "InvalidIdToken")
    }

    @Test(arguments: [
        ("RemoteStartTransaction", #"{"idTag":"A1","connectorId":3}"#, "Rejected"),
        ("UnlockConnector", #"{"connectorId":3}"#, "NotSupported"),
        ("UnlockConnector", #"{"connectorId":0}"#, "NotSupported"),
        ("ChangeAvailability", #"{"connectorId":3,"type":"Operative"}"#, "Rejected"),
        ("TriggerMessage", #"{"requestedMessage":"StatusNotification","connectorId":3}"#, "Rejected"),
        ("GetCompositeSchedule", #"{"connectorId":3,"duration":60}"#, "Rejected"),
        (
            "SetChargingProfile", #"{"connectorId":3,"csChargingProfiles":\#(Wish.profile16)}"#,
            "PropertyConstraintViolation"
        ),
    ])
    func `a connector that is not there is refused in 1.6`(
        _ action: String, _ json: String, _ word: String
    ) async throws {
        let trial = try DoorTrial(.ocpp16)
        #expect(try await trial.ask(action, json).word == word)
        #expect(trial.control.commands == [])
    }

    @Test(arguments: [
        (
            "RequestStartTransaction", #"{"idToken":{"idToken":"A","type":"Local"},"remoteStartId":1,"evseId":3}"#,
            "Rejected"
        ),
        ("UnlockConnector", #"{"evseId":3,"connectorId":1}"#, "UnknownConnector"),
        ("UnlockConnector", #"{"evseId":2,"connectorId":2}"#, "UnknownConnector"),
        ("UnlockConnector", #"{"evseId":1,"connectorId":1}"#, "OngoingAuthorizedTransaction"),
        ("ChangeAvailability", #"{"operationalStatus":"Operative","evse":{"id":3}}"#, "Rejected"),
        ("ChangeAvailability", #"{"operationalStatus":"Operative","evse":{"id":1,"connectorId":2}}"#, "Rejected"),
        ("Reset", #"{"type":"OnIdle","evseId":3}"#, "Rejected"),
        ("SetChargingProfile", #"{"evseId":3,"chargingProfile":\#(Wish.profile201)}"#, "Rejected"),
    ])
    func `an EVSE that is not there is refused in 2.0.1`(
        _ action: String, _ json: String, _ word: String
    ) async throws {
        let trial = try DoorTrial(.ocpp201)
        #expect(try await trial.ask(action, json).word == word)
        #expect(trial.control.commands == [])
    }

    @Test(
        arguments: [
            (Dialect.ocpp16, Dialect.ocpp16, "Soft", "Accepted", ResetKind.soft),
            (.ocpp16, .ocpp16, "Hard", "Accepted", .hard),
            (.ocpp16, .ocpp201, "Soft", "Accepted", .hard),
            (.ocpp201, .ocpp201, "Immediate", "Accepted", .hard),
            (.ocpp201, .ocpp201, "OnIdle", "Accepted", .soft),
            (.ocpp201, .ocpp16, "Immediate", "Accepted", .soft),
            (.ocpp201, .ocpp16, "OnIdle", "Rejected", nil),
        ] as [(Dialect, Dialect, String, String, ResetKind?)])
    func `a restart ends transactions as the CSMS means it`(
        _ cloud: Dialect, _ station: Dialect, _ type: String, _ word: String, _ kind: ResetKind?
    ) async throws {
        let trial = try DoorTrial(cloud, station: try DoorTrial.site(speaks: station))
        #expect(try await trial.ask("Reset", #"{"type":"\#(type)"}"#).status == word)
        #expect(trial.control.commands == [kind.map { .reset($0) }].compactMap { $0 })
    }

    @Test(arguments: [
        (Dialect.ocpp16, "Reset", #"{"type":"Hard"}"#, "Scheduled", "Accepted"),
        (.ocpp16, "UnlockConnector", #"{"connectorId":2}"#, "UnknownConnector", "NotSupported"),
        (.ocpp16, "UnlockConnector", #"{"connectorId":2}"#, "OngoingAuthorizedTransaction", "UnlockFailed"),
        (.ocpp16, "UnlockConnector", #"{"connectorId":2}"#, "unlocked", "Unlocked"),
        (.ocpp16, "ChangeConfiguration", #"{"key":"K","value":"V"}"#, "UnknownVariable", "NotSupported"),
        (.ocpp16, "ChangeConfiguration", #"{"key":"K","value":"V"}"#, "RebootRequired", "RebootRequired"),
        (.ocpp16, "ClearCache", "{}", "Gibberish", "Rejected"),
        (.ocpp16, "ClearChargingProfile", #"{"id":1}"#, "Gibberish", "InternalError"),
        (
            .ocpp16, "UpdateFirmware", #"{"location":"http://e.com/f","retrieveDate":"2026-06-01T00:00:00Z"}"#,
            "Rejected", "InternalError"
        ),
        (.ocpp201, "UnlockConnector", #"{"evseId":2,"connectorId":1}"#, "NotSupported", "UnlockFailed"),
        (
            .ocpp201, "SetChargingProfile", #"{"evseId":1,"chargingProfile":\#(Wish.profile201)}"#, "NotSupported",
            "Rejected"
        ),
        (.ocpp201, "SendLocalList", #"{"versionNumber":8,"updateType":"Full"}"#, "NotSupported", "NotSupported"),
        (.ocpp201, "ChangeAvailability", #"{"operationalStatus":"Operative"}"#, "Scheduled", "Scheduled"),
    ])
    func `a station's word becomes the one of the CSMS's version`(
        _ dialect: Dialect, _ action: String, _ json: String, _ said: String, _ word: String
    ) async throws {
        let trial = try DoorTrial(dialect) { _ in .success(CommandResult(status: said)) }
        #expect(try await trial.ask(action, json).word == word)
    }

    @Test func `a station's reason goes on to a CSMS of 2.0.1`() async throws {
        let trial = try DoorTrial(.ocpp201) { _ in
            .success(CommandResult(status: "Rejected", reason: "FixedCable: It has no socket."))
        }
        let answer = try await trial.ask("ClearCache")
        #expect(answer.reason == "FixedCable")
        #expect(answer.info == "It has no socket.")
    }

    @Test(arguments: [Dialect.ocpp16, .ocpp201])
    func `what is the link's own is told by the link, after the answer`(_ dialect: Dialect) async throws {
        let trial = try DoorTrial(dialect, isAccepted: false)
        for message in ["BootNotification", "Heartbeat", "StatusNotification"] {
            #expect(try await trial.ask("TriggerMessage", #"{"requestedMessage":"\#(message)"}"#).status == "Accepted")
        }
        #expect(trial.link.triggers == [.boot, .heartbeat, .status(evse: nil)])
        #expect(trial.control.commands == [])
        let accepted = try DoorTrial(dialect)
        #expect(
            try await accepted.ask("TriggerMessage", #"{"requestedMessage":"BootNotification"}"#).status == "Rejected")
        #expect(accepted.link.triggers == [])
    }

    @Test func `the values of a transaction are asked of a station of 1.6 in its own words`() async throws {
        let trial = try DoorTrial(.ocpp201, station: try DoorTrial.site(speaks: .ocpp16))
        _ = try await trial.ask("TriggerMessage", #"{"requestedMessage":"TransactionEvent","evse":{"id":1}}"#)
        #expect(trial.control.commands == [.trigger(message: "MeterValues", evse: 1)])
    }

    @Test(arguments: Wish.of201.filter { if case .call = $0.command { $0.action != "Reset" } else { false } })
    func `what only 2.0.1 has is refused where the station speaks something else`(_ wish: Wish) async throws {
        guard !["GetVariables", "SetVariables"].contains(wish.action) else { return }
        for dialect in [Dialect.ocpp16, nil] {
            let trial = try DoorTrial(.ocpp201, station: try DoorTrial.site(speaks: dialect))
            let word = try await trial.ask(wish.action, wish.json).word
            #expect(["NotSupported", "Rejected", "UnknownTransaction", "InternalError"].contains(word))
            #expect(trial.control.commands == [])
        }
    }
}
