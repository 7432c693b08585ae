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
}
