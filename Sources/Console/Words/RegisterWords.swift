import Charging

extension OBIS {
    /// What the register counts or measures, in words; `nil` for codes that no meter of a charging site has.
    package var meaning: String? {
        let parts = rawValue.split(separator: ":", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        if parts[0].hasPrefix("0-"), parts[1].hasPrefix("24.2") { return "Attached meter" }
        return Self.meanings[String(parts[1])]
    }

    private static let meanings = [
        "1.8.0": "Energy imported", "1.8.1": "Energy imported, tariff 1", "1.8.2": "Energy imported, tariff 2",
        "2.8.0": "Energy exported", "2.8.1": "Energy exported, tariff 1", "2.8.2": "Energy exported, tariff 2",
        "3.8.0": "Reactive energy imported", "4.8.0": "Reactive energy exported",
        "1.7.0": "Power imported", "2.7.0": "Power exported", "16.7.0": "Power, negative while exporting",
        "3.7.0": "Reactive power imported", "4.7.0": "Reactive power exported", "14.7.0": "Frequency",
        "1.4.0": "Mean power of this period, imported", "13.7.0": "Power factor", "31.4.0": "Current limit L1",
        "21.7.0": "Power L1 imported", "41.7.0": "Power L2 imported", "61.7.0": "Power L3 imported",
        "22.7.0": "Power L1 exported", "42.7.0": "Power L2 exported", "62.7.0": "Power L3 exported",
        "36.7.0": "Power L1", "56.7.0": "Power L2", "76.7.0": "Power L3",
        "31.7.0": "Current L1", "51.7.0": "Current L2", "71.7.0": "Current L3", "91.7.0": "Current N",
        "32.7.0": "Voltage L1", "52.7.0": "Voltage L2", "72.7.0": "Voltage L3",
    ]
}
