import OCPP
import OCPP201
import SchemaSupport
import Testing

/// What the version of the connection forbids is never sent on it.
@Suite struct LimitTests {
    private func write(_ message: some Call, _ dialect: Dialect = .ocpp201) throws(PayloadError) -> String {
        try FrameWriter.call(message, id: MessageID("1"), dialect)
    }

    private func start(_ token: String, _ type: IdTokenType = .iso14443) -> RequestStartTransaction {
        RequestStartTransaction(idToken: IdToken(idToken: GrowingText(token), type: type), remoteStartId: 1)
    }

    @Test func `a token of 37 characters is sent in 2.1 only`() throws {
        let token = String(repeating: "ä", count: 36)
        #expect(try write(start(token)).contains(token))
        #expect(throws: PayloadError.outOfBounds(field: "idToken", rule: "have at most 36 characters")) {
            try write(start(token + "x"))
        }
        #expect(try write(start(token + "x"), .ocpp21).contains(token))
        #expect(throws: PayloadError.outOfBounds(field: "idToken", rule: "have at most 255 characters")) {
            try write(start(String(repeating: "x", count: 256)), .ocpp21)
        }
    }

    @Test func `a type of token outside the standard is sent in 2.1 only`() throws {
        #expect(throws: PayloadError.outOfBounds(field: "type", rule: "be a type of token that OCPP 2.0.1 knows")) {
            try write(start("T", "DirectPayment"))
        }
        #expect(try write(start("T", "DirectPayment"), .ocpp21).contains(#""type":"DirectPayment""#))
        #expect(throws: PayloadError.outOfBounds(field: "type", rule: "have at most 20 characters")) {
            try write(start("T", "A type of 21 letters.."), .ocpp21)
        }
    }

    struct Sent: Sendable, CustomTestStringConvertible {
        var action: String
        var payload: String
        var dialect = Dialect.ocpp201
        /// What is wrong with it; `nil` where it may be sent.
        var complaint: String?
        var testDescription: String { "\(dialect) \(action) \(payload)" }
    }

    private static func profile(_ purpose: String, kind: String = "Absolute", phases: Int = 3) -> String {
        let period = #"{"startPeriod":0,"limit":6,"numberPhases":\#(phases)}"#
        return #"{"evseId":1,"chargingProfile":{"id":-5,"stackLevel":0,"chargingProfilePurpose":"\#(purpose)","#
            + #""chargingProfileKind":"\#(kind)","chargingSchedule":[{"id":1,"chargingRateUnit":"A","#
            + #""chargingSchedulePeriod":[\#(period)]}]}}"#
    }

    /// What is typed by hand (`ohmstead send … call`) reaches no station that could not know it.
    @Test(arguments: [
        Sent(action: "SetChargingProfile", payload: profile("TxDefaultProfile")),
        Sent(
            action: "SetChargingProfile", payload: profile("LocalGeneration"),
            complaint: "chargingProfilePurpose must be ChargingStationExternalConstraints, ChargingStationMaxProfile, "
                + "TxDefaultProfile, TxProfile in this version of OCPP."),
        Sent(action: "SetChargingProfile", payload: profile("LocalGeneration"), dialect: .ocpp21),
        Sent(
            action: "SetChargingProfile", payload: profile("TxProfile", kind: "Dynamic"),
            complaint: "chargingProfileKind must be Absolute, Recurring, Relative in this version of OCPP."),
        Sent(action: "SetChargingProfile", payload: profile("TxProfile", kind: "Dynamic"), dialect: .ocpp21),
        Sent(
            action: "SetChargingProfile", payload: profile("TxProfile", phases: 4),
            complaint: "numberPhases must be 0 to 3."),
        Sent(
            action: "UnlockConnector", payload: #"{"evseId":-1,"connectorId":1}"#,
            complaint: "evseId must be 0 to 2147483647."),
        Sent(
            action: "ReserveNow",
            payload: #"{"id":1,"expiryDateTime":"x","idToken":{"idToken":"T","type":"Central"},"evseId":-1}"#,
            complaint: "evseId must be 0 to 2147483647."),
        Sent(
            action: "ChangeAvailability", payload: #"{"operationalStatus":"Operative","evse":{"id":-1}}"#,
            complaint: "id must be 0 or more."),
        Sent(
            action: "GetBaseReport", payload: #"{"requestId":4294967296,"reportBase":"FullInventory"}"#,
            complaint: "requestId must be -2147483648 to 2147483647."),
        Sent(action: "SetMonitoringLevel", payload: #"{"severity":10}"#, complaint: "severity must be 0 to 9."),
    ])
    func `a word or number that the version does not know is not sent`(_ test: Sent) throws {
        let type = try #require(OCPP201.callsToStations[test.action])
        let complaint: String?
        do {
            _ = try Rewriting.request(type, test.payload, test.dialect)
            complaint = nil
        } catch {
            complaint = (error as? PayloadError)?.sentence ?? "\(error)"
        }
        #expect(complaint == test.complaint)
    }

    @Test func `more schedules than three are not sent`() {
        let schedule = ChargingSchedule(
            id: 1, chargingRateUnit: .a, chargingSchedulePeriod: [ChargingSchedulePeriod(startPeriod: 0, limit: 6)])
        let profile = ChargingProfile(
            id: 1, stackLevel: 0, chargingProfilePurpose: .txDefaultProfile, chargingProfileKind: .relative,
            chargingSchedule: List(Array(repeating: schedule, count: 4)))
        #expect(throws: PayloadError.outOfBounds(field: "chargingSchedule", rule: "have at most 3 elements")) {
            try write(SetChargingProfile(evseId: 1, chargingProfile: profile))
        }
    }

    @Test func `optional lists and objects that say nothing are left out`() throws {
        #expect(
            try write(GetReport(requestId: 1, componentVariable: [], componentCriteria: []))
                == #"[2,"1","GetReport",{"requestId":1}]"#)
        #expect(
            try write(ClearChargingProfile(chargingProfileCriteria: ClearChargingProfileCriterion()))
                == #"[2,"1","ClearChargingProfile",{}]"#)
        #expect(
            try write(GetChargingProfiles(requestId: 1, chargingProfile: ChargingProfileCriterion()))
                == #"[2,"1","GetChargingProfiles",{"requestId":1,"chargingProfile":{}}]"#)
    }

    @Test func `a list that must not be empty is not sent empty`() {
        #expect(throws: PayloadError.outOfBounds(field: "getVariableData", rule: "have at least one element")) {
            try write(GetVariables(getVariableData: []))
        }
    }

    @Test(arguments: ["4.05", "0", "0.000001", "4.0500000000"])
    func `a cost is sent in its own digits, six behind the point at most`(_ cost: String) throws {
        let text = try write(CostUpdated(totalCost: DecimalText(cost), transactionId: "tx"))
        #expect(text.contains(#""totalCost":\#(cost.prefix(8)),"#))
    }

    @Test func `a cost of seven digits behind the point is not sent`() {
        #expect(throws: PayloadError.outOfBounds(field: "totalCost", rule: "have at most 6 decimal places")) {
            try write(CostUpdated(totalCost: "0.0000001", transactionId: "tx"))
        }
    }

    @Test func `a period without a limit is sent in 2.1 only`() throws {
        let schedule = ChargingSchedule(
            id: 1, chargingRateUnit: .a, chargingSchedulePeriod: [ChargingSchedulePeriod(startPeriod: 0)])
        let profile = ChargingProfile(
            id: 1, stackLevel: 0, chargingProfilePurpose: .txDefaultProfile, chargingProfileKind: .relative,
            chargingSchedule: [schedule])
        let call = SetChargingProfile(evseId: 1, chargingProfile: profile)
        #expect(throws: PayloadError.outOfBounds(field: "limit", rule: "be given in OCPP 2.0.1")) { try write(call) }
        #expect(try write(call, .ocpp21).contains(#"[{"startPeriod":0}]"#))
    }
}
