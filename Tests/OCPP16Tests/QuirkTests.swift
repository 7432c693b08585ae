import OCPP
import OCPP16
import Testing

/// Frames of real wallboxes, shortened; `Q` numbers are those of the collection of recorded frames.
@Suite struct QuirkTests {
    @Test func `Q01 serial numbers beyond 25 characters are kept`() throws {
        let serial = "EVB1A22P2KI3N10000000000000000000"
        let boot: BootNotification = try read(
            #"{"chargePointModel":"M","chargePointVendor":"V","chargeBoxSerialNumber":"\#(serial)"}"#)
        #expect(boot.chargeBoxSerialNumber == serial)
    }

    @Test func `Q12 an id of 2^63-1 and a context outside the standard are kept`() throws {
        let report: MeterValues = try read(
            #"{"connectorId":1,"transactionId":9223372036854775807,"meterValue":[{"timestamp":"2020-09-19T15:14:23Z","sampledValue":[{"value":"16.000","context":"CurrentMax","unit":"A"}]}]}"#
        )
        #expect(report.transactionId == .max)
        #expect(report.meterValue[0].sampledValue == [SampledValue(value: "16.000", context: "CurrentMax", unit: "A")])
    }

    struct Text: Sendable {
        var json: String
        var value: String
    }

    @Test(arguments: [
        Text(json: "0", value: "0"), Text(json: "165333.00", value: "165333.00"), Text(json: "-1.5e3", value: "-1.5e3"),
        Text(json: #""1.6250000000000002""#, value: "1.6250000000000002"), Text(json: #""""#, value: ""),
        Text(json: "null", value: ""), Text(json: #"{"signed":"x"}"#, value: #"{"signed":"x"}"#),
    ])
    func `Q14 V3 V4 a sampled value keeps its text, whatever its type`(_ example: Text) throws {
        let sample: SampledValue = try read(#"{"value":\#(example.json)}"#)
        #expect(sample.value == example.value)
    }

    @Test func `Q15 a time without a zone and reservation 0 are passed on`() throws {
        let start: StartTransaction = try read(
            #"{"connectorId":1,"idTag":"evcc","meterStart":0,"reservationId":0,"timestamp":"2023-10-19T15:28:07"}"#)
        #expect(start.timestamp == "2023-10-19T15:28:07")
        #expect(start.reservationId == 0)
    }

    @Test func `Q17 an object stands for a list of one`() throws {
        let report: MeterValues = try read(
            #"{"connectorId":"1","transactionId":"1","meterValue":{"timestamp":"2024-04-16T17:28:55.000Z","sampledValue":{"value":"0.00"}}}"#
        )
        #expect(report.connectorId == 1)
        #expect(report.transactionId == 1)
        #expect(report.meterValue.first?.sampledValue == [SampledValue(value: "0.00")])
    }

    @Test(arguments: [#""sampledValue":[]"#, #""sampledValue":null"#, #""timestamp":null"#])
    func `Q18 a meter value without samples is no error`(_ member: String) throws {
        let report: MeterValues = try read(#"{"connectorId":1,"meterValue":[{\#(member)}]}"#)
        #expect(report.meterValue == [MeterValue(timestamp: nil, sampledValue: [])])
    }

    @Test func `Q25 an error code outside the standard is kept`() throws {
        let status: StatusNotification = try read(#"{"connectorId":0,"errorCode":"Error","status":"Faulted"}"#)
        #expect(status.errorCode == "Error")
    }

    struct Stop: Sendable {
        var transactionId: String
        var number: Int64
    }

    @Test(arguments: [
        Stop(transactionId: "0", number: 0), Stop(transactionId: "-1", number: -1),
        Stop(transactionId: "9223372036854775807", number: .max), Stop(transactionId: "9223372036854775808", number: 0),
        Stop(transactionId: #""""#, number: 0), Stop(transactionId: #""12""#, number: 12),
        Stop(transactionId: "null", number: 0), Stop(transactionId: "{}", number: 0),
    ])
    func `Q41 V8 a stop is read whatever stands for its id`(_ example: Stop) throws {
        let stop: StopTransaction = try read(
            #"{"transactionId":\#(example.transactionId),"meterStop":8123.4,"disconnectReason":"x"}"#)
        #expect(stop.transactionId == example.number)
        #expect(stop.meterStop == "8123.4")
        #expect(stop.timestamp == nil)
    }

    @Test func `Q55 a boot of OCPP 2 names what it lacks`() {
        #expect(throws: PayloadError.missing(field: "chargePointVendor")) {
            let _: BootNotification = try read(#"{"reason":"PowerUp","chargingStation":{"model":"DualStack"}}"#)
        }
    }

    @Test func `data of a vendor that is no text is kept to the letter`() throws {
        let transfer: DataTransfer = try read(#"{"vendorId":"V","data":{ "a": 1.0 }}"#)
        #expect(transfer.data?.text == #"{ "a": 1.0 }"#)
    }
}
