import Charging
import FoundationEssentials

/// A P1 telegram of DSMR version 5.
enum P1Writer {
    static func telegram(_ figures: MeterFigures) -> [UInt8] {
        let lines = [
            "/OHM5SIMULATED-P1", "", "1-3:0.2.8(50)", "0-0:1.0.0(\(time(figures.at)))",
            "0-0:96.1.1(\(identification(figures.serialNumber)))",
            "1-0:1.8.1(\(energy(tariff(figures.importMilliwattHours, 1)))*kWh)",
            "1-0:1.8.2(\(energy(tariff(figures.importMilliwattHours, 2)))*kWh)",
            "1-0:2.8.1(\(energy(tariff(figures.exportMilliwattHours, 1)))*kWh)",
            "1-0:2.8.2(\(energy(tariff(figures.exportMilliwattHours, 2)))*kWh)", "0-0:96.14.0(0002)",
            "1-0:1.7.0(\(power(max(figures.watts, 0)))*kW)", "1-0:2.7.0(\(power(max(-figures.watts, 0)))*kW)",
            "1-0:32.7.0(230.1*V)", "!",
        ]
        let text = Array(lines.joined(separator: "\r\n").utf8)
        let sum = String(Checksum16.arc(text), radix: 16, uppercase: true)
        return text + Array(String(repeating: "0", count: 4 - sum.count).utf8) + Array(sum.utf8) + [13, 10]
    }

    /// A third of the energy flowed at the low tariff.
    private static func tariff(_ milliwattHours: Int64, _ tariff: Int) -> Int64 {
        let low = milliwattHours / 3000 * 1000
        return tariff == 1 ? low : milliwattHours - low
    }

    private static func energy(_ milliwattHours: Int64) -> String {
        let wattHours = milliwattHours / 1000
        return "\(padded(wattHours / 1000, 6)).\(padded(wattHours % 1000, 3))"
    }

    private static func power(_ watts: Int64) -> String { "\(padded(watts / 1000, 2)).\(padded(watts % 1000, 3))" }

    /// Each character of the number as two hexadecimal digits.
    private static func identification(_ number: UInt32) -> String {
        "E\(padded(Int64(number), 16))".utf8.map { String($0, radix: 16, uppercase: true) }.joined()
    }

    /// The meter keeps winter time, as it may say.
    private static func time(_ moment: Timestamp) -> String {
        let seconds = moment.microseconds / 1_000_000 + 3600
        let (year, month, day) = civil(days: seconds / 86_400)
        let rest = seconds % 86_400
        return [Int64(year % 100), Int64(month), Int64(day), rest / 3600, rest / 60 % 60, rest % 60]
            .map { padded($0, 2) }.joined() + "W"
    }

    private static func civil(days: Int64) -> (year: Int, month: Int, day: Int) {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = calendar.dateComponents(
            [.year, .month, .day], from: Date(timeIntervalSince1970: Double(days * 86_400)))
        return (parts.year ?? 1970, parts.month ?? 1, parts.day ?? 1)
    }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
