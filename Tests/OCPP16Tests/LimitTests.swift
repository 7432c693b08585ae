import OCPP
import OCPP16
import SchemaSupport
import Testing

/// What the standard forbids is never sent.
@Suite struct LimitTests {
    private func write(_ message: some Call) throws(PayloadError) -> String {
        try FrameWriter.call(message, id: MessageID("1"))
    }

    @Test func `a tag of 21 characters is not sent`() throws {
        let tag = String(repeating: "é", count: 20)
        #expect(try write(RemoteStartTransaction(idTag: tag)).contains(tag))
        #expect(throws: PayloadError.outOfBounds(field: "idTag", rule: "have at most 20 characters")) {
            try write(RemoteStartTransaction(idTag: tag + "x"))
        }
    }

    @Test func `what is wrong is named where it is`() {
        let long = AuthorizationData(idTag: Text(String(repeating: "x", count: 21)))
        #expect(throws: PayloadError.outOfBounds(field: "idTag", rule: "have at most 20 characters")) {
            try write(SendLocalList(listVersion: 1, updateType: .full, localAuthorizationList: [long]))
        }
    }

    private func profile(_ periods: [ChargingSchedulePeriod]) -> SetChargingProfile {
        SetChargingProfile(
            connectorId: 1,
            csChargingProfiles: ChargingProfile(
                chargingProfileId: 1, stackLevel: 0, chargingProfilePurpose: .txProfile,
                chargingProfileKind: .relative,
                chargingSchedule: ChargingSchedule(chargingRateUnit: .a, chargingSchedulePeriod: periods)))
    }

    @Test(arguments: [
        ("9.7", "9.7"), ("16", "16"), ("16.0", "16.0"), ("13.80000", "13.8"), ("0.1", "0.1"), ("-6.0", "-6.0"),
    ])
    func `a limit is sent in its own digits`(_ limit: String, _ written: String) throws {
        let text = try write(profile([ChargingSchedulePeriod(startPeriod: 0, limit: DecimalText(limit))]))
        #expect(text.contains(#"[{"startPeriod":0,"limit":\#(written)}]"#))
    }

    @Test(arguments: ["9.75", "9.700000000000001", "1.05"])
    func `a limit finer than a tenth is not sent`(_ limit: String) {
        #expect(throws: PayloadError.outOfBounds(field: "limit", rule: "have at most 1 decimal places")) {
            try write(profile([ChargingSchedulePeriod(startPeriod: 0, limit: DecimalText(limit))]))
        }
    }

    @Test(arguments: ["", "1e1", "NaN", "six", "0x10", "1,5", ".5", "5.", "007", "+6"])
    func `a limit that is no decimal number is not sent`(_ limit: String) {
        #expect(throws: PayloadError.outOfBounds(field: "limit", rule: "be a decimal number")) {
            try write(profile([ChargingSchedulePeriod(startPeriod: 0, limit: DecimalText(limit))]))
        }
    }

    @Test func `a schedule without periods is not sent`() {
        #expect(throws: PayloadError.outOfBounds(field: "chargingSchedulePeriod", rule: "have at least one element")) {
            try write(profile([]))
        }
    }

    @Test func `what a station sends may be longer than the standard allows`() throws {
        let start = try Rewriting.read(
            #"{"idTag":"\#(String(repeating: "x", count: 40))"}"#, as: RemoteStartTransaction.self)
        #expect(start.idTag.text.count == 40)
    }
}
