/// One step from the root of a file to a value: `["station", 0, "id"]` is the id of the first `[[station]]`.
package enum TOMLStep: Hashable, Sendable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
    case key(String)
    case index(Int)

    package init(stringLiteral value: String) { self = .key(value) }
    package init(integerLiteral value: Int) { self = .index(value) }
}

typealias TOMLPath = [TOMLStep]

extension TOMLPath {
    /// How a person finds a table: `[storage]`, `[[meter]] number 2`, or `the file` itself.
    var tableName: String {
        guard let last else { return "the file" }
        let name = keys.joined(separator: ".")
        if case .index(let index) = last { return "[[\(name)]] number \(index + 1)" }
        return "[\(name)]"
    }

    /// How a person calls a value: `interval_seconds`, or `number 2 of tags` inside a list.
    var valueName: String {
        guard let last else { return "the file" }
        return switch last {
        case .key(let key): key
        case .index(let index): "number \(index + 1) of \(keys.last ?? "the list")"
        }
    }

    var keys: [String] {
        compactMap { if case .key(let key) = $0 { key } else { nil } }
    }

    init(_ codingPath: [any CodingKey]) {
        self = codingPath.map { key in key.intValue.map(TOMLStep.index) ?? .key(key.stringValue) }
    }

    var codingPath: [any CodingKey] { map(StepKey.init) }
}

/// A step in the form `Decodable` wants.
struct StepKey: CodingKey {
    var stringValue: String
    var intValue: Int?

    init(_ step: TOMLStep) {
        switch step {
        case .key(let key): (stringValue, intValue) = (key, nil)
        case .index(let index): (stringValue, intValue) = (String(index), index)
        }
    }

    init(stringValue: String) { (self.stringValue, intValue) = (stringValue, nil) }
    init(intValue: Int) { (stringValue, self.intValue) = (String(intValue), intValue) }
}
