/// The data message of IEC 62056-21, section 6.3.3, as seven bits and a parity bit that nobody looks at.
enum D0Writer {
    /// What the meter says of itself: its maker, the speed it can do (5: 9600 baud) and its model.
    static let identification = Array("/OHM5SIMULATED-D0\r\n".utf8)

    /// What it answers when it was asked.
    static func telegram(_ figures: MeterFigures) -> [UInt8] {
        let data: [UInt8] = lines(figures) + [0x03]
        return [0x02] + data + [data.reduce(0, ^)]
    }

    /// What it says by itself (mode D): the same behind its name, and without a checksum.
    static func pushed(_ figures: MeterFigures) -> [UInt8] { identification + [13, 10] + lines(figures) }

    private static func lines(_ figures: MeterFigures) -> [UInt8] {
        let lines = [
            "0.0.0(\(padded(Int64(figures.serialNumber), 8)))",
            "1.8.0(\(energy(figures.importMilliwattHours))*kWh)",
            "2.8.0(\(energy(figures.exportMilliwattHours))*kWh)",
            "16.7.0(\(figures.watts < 0 ? "-" : "")\(power(abs(figures.watts)))*kW)", "!",
        ]
        return lines.flatMap { Array("\($0)\r\n".utf8) }
    }

    private static func energy(_ milliwattHours: Int64) -> String {
        "\(padded(milliwattHours / 1_000_000, 6)).\(padded(milliwattHours / 1000 % 1000, 3))"
    }

    private static func power(_ watts: Int64) -> String { "\(padded(watts / 1000, 3)).\(padded(watts % 1000, 3))" }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
