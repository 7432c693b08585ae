import Charging

/// What a station told of its own limits in its configuration, as far as the driver keeps to them.
struct StationLimits: Hashable {
    /// Tags in one SendLocalList.
    var localListChunk: Int?
    /// The only unit it takes limits in, where it takes only one.
    var onlyUnit: RateUnit?

    mutating func read(_ values: [ConfigurationValue]) {
        for value in values {
            guard let text = value.value else { continue }
            switch value.key.lowercased() {
            case "sendlocallistmaxlength": localListChunk = Int(text).flatMap { $0 > 0 ? $0 : nil }
            case "chargingscheduleallowedchargingrateunit":
                let units = Set(ConfigurationList(text).items.compactMap(RateUnit.init(word:)))
                onlyUnit = units.count == 1 ? units.first : nil
            default: break
            }
        }
    }
}

/// A list in a configuration key: words with commas between them, and what stations add of blanks and quotes.
struct ConfigurationList {
    let items: [String]

    init(_ text: String) {
        let isDressing: (Character) -> Bool = { $0.isWhitespace || $0 == "\"" || $0 == "'" }
        items = text.split(separator: ",").map { item in
            String(item.drop(while: isDressing).reversed().drop(while: isDressing).reversed())
        }.filter { !$0.isEmpty }
    }
}

extension RateUnit {
    /// The standard writes `Current` and `Power`; stations also write the units themselves.
    fileprivate init?(word: String) {
        switch word.lowercased() {
        case "current", "a": self = .ampere
        case "power", "w": self = .watt
        default: return nil
        }
    }
}
