import Console
import Testing

@testable import Gateway

@Test func `a profile is shown as a table, a cost and sentences`() {
    let report = ProfileReport(
        file: "m.toml", kind: .meter, vendor: "ABB", model: "B23",
        values: [
            .init(obis: "1-0:1.8.0", unit: "Wh", step: "10", type: "uint64", place: "holding 0x5000"),
            .init(obis: "1-0:16.7.0", unit: "W", step: nil, type: "sum", place: "1-0:1.7.0 - 1-0:2.7.0"),
        ], requests: 1, bytes: 21, baud: 9600, milliseconds: 32.08, remarks: ["It is recognised by one register."],
        warnings: ["There is no serial number."])
    let lines = ProfileText(report, for: Terminal(width: nil, unicode: false, colour: false)).lines
    #expect(
        lines == [
            "ABB B23, a meter",
            "OBIS        UNIT  STEP  TYPE    WHERE",
            "1-0:1.8.0   Wh      10  uint64  holding 0x5000",
            "1-0:16.7.0  W           sum     1-0:1.7.0 - 1-0:2.7.0",
            "A visit is 1 request and 21 bytes, 32.1 ms at 9600 baud and what the device takes to think.",
            "It is recognised by one register.",
            "Note: There is no serial number.",
            "m.toml is fine.",
        ])
}
