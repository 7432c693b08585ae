import OCPP
import OCPP201
import SchemaSupport
import Testing

/// What stations send is read as far as it makes sense.
@Suite struct LeniencyTests {
    @Test func `Q53 a sample without measurand and unit is read, and its number keeps its digits`() throws {
        let event = try Rewriting.read(
            #"{"eventType":"Updated","timestamp":"2026-09-10T10:00:00Z","triggerReason":"MeterValuePeriodic","seqNo":3,"offline":true,"transactionInfo":{"transactionId":"tx-1"},"evse":{"id":1},"meterValue":[{"timestamp":"2026-09-10T09:40:00Z","sampledValue":[{"value":1234.50}]}]}"#,
            as: TransactionEvent.self)
        #expect(event.eventType == .updated)
        #expect(event.evse == EVSE(id: 1))
        #expect(event.meterValue?.first?.sampledValue == [SampledValue(value: "1234.50")])
    }

    @Test func `2.1 leaves the key and the method of a signed value out`() throws {
        let signed = try Rewriting.read(
            #"{"signedMeterData":"T0NNRg==","encodingMethod":"OCMF"}"#, as: SignedMeterValue.self)
        #expect(signed == SignedMeterValue(signedMeterData: "T0NNRg==", encodingMethod: "OCMF"))
    }

    @Test func `words and fields outside the standard are no error`() throws {
        let event = try Rewriting.read(
            #"{"eventType":"Paused","timestamp":"","triggerReason":"Vendor","seqNo":"4","transactionInfo":{"transactionId":5,"chargingState":"Zzz"},"customData":{"vendorId":"V","x":[1]},"new":{}}"#,
            as: TransactionEvent.self)
        #expect(event.eventType == "Paused")
        #expect(event.triggerReason.rawValue == "Vendor")
        #expect(event.seqNo == 4)
        #expect(event.transactionInfo == TransactionInfo(transactionId: "5", chargingState: "Zzz"))
    }

    @Test func `a token longer than the standard allows is read`() throws {
        let token = String(repeating: "x", count: 300)
        let call = try Rewriting.read(
            #"{"idToken":{"idToken":"\#(token)","type":"Tele-Pass"}}"#, as: Authorize.self)
        #expect(call.idToken.idToken.text == token)
        #expect(call.idToken.type == "Tele-Pass")
    }

    @Test(arguments: [
        ("true", "true"), (#"{ "a": 1.0 }"#, #"{ "a": 1.0 }"#), (#""text""#, "text"), ("[1,2]", "[1,2]"), ("7", "7"),
    ])
    func `data of a vendor may be any JSON`(_ json: String, _ text: String) throws {
        let transfer = try Rewriting.read(#"{"vendorId":"V","data":\#(json)}"#, as: DataTransfer.self)
        #expect(transfer.data?.text == text)
    }
}
