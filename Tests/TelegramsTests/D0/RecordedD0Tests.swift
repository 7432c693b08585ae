import Charging
import Testing

@testable import Telegrams

@Suite(.enabled(if: SharedTelegrams.arePresent, "The recorded telegrams are not here."))
struct RecordedD0Tests {
    struct Expectation: Sendable, CustomTestStringConvertible {
        var name: String
        var manufacturer: String
        var serial: String?
        var values: [OBIS: String]
        var testDescription: String { name }
    }

    private static let iskra: [OBIS: String] = [.energyImport: "502853 Wh", .energyExport: "98697318 Wh"]

    /// Read off the recordings by eye.
    static let expectations = [
        Expectation(
            name: "easymeter-esy5q3db1024.txt", manufacturer: "ESY", serial: "1ESY1313002565",
            values: [
                .energyImport: "52185782.5309 Wh", .energyExport: "19949322.1493 Wh", .power: "2124.86 W",
                "1-0:1.7.0": "2124.86 W", "1-0:21.7.0": "747.85 W", "1-0:41.7.0": "737.28 W", "1-0:61.7.0": "639.73 W",
                "1-0:36.7.0": "747.85 W", "1-0:56.7.0": "737.28 W", "1-0:76.7.0": "639.73 W",
            ]),
        Expectation(name: "iskra-mt174-mode-c-readout.7e1.bin", manufacturer: "ISK", serial: nil, values: iskra),
        Expectation(name: "iskra-mt174-mode-c-readout.bin", manufacturer: "ISK", serial: nil, values: iskra),
        Expectation(
            name: "logarex-lk13-push.txt", manufacturer: "LOG", serial: "001LOG0065800041",
            values: [.energyImport: "471645.2 Wh", .energyExport: "528917.8 Wh"]),
    ]

    @Test(arguments: expectations)
    func `a recorded telegram reads as it stands there`(_ expected: Expectation) throws {
        let telegram = try D0Tests.one(SharedTelegrams.bytes("iec62056-21", expected.name))
        #expect(telegram.manufacturer == expected.manufacturer)
        #expect(telegram.serialNumber == expected.serial)
        let values = telegram.registers.map { ($0.obis, "\($0.value) \($0.unit)") }
        #expect(Dictionary(uniqueKeysWithValues: values) == expected.values)
        #expect(telegram.notices.isEmpty)
    }

    @Test func `every recording has its expectation`() {
        let names = SharedTelegrams.names("iec62056-21", ".txt") + SharedTelegrams.names("iec62056-21", ".bin")
        #expect(names.sorted() == Self.expectations.map(\.name).sorted())
    }
}
