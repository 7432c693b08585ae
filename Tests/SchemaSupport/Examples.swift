import Foundation

// Examples of what a schema allows, made from the schema itself.
extension JSONSchema {
    package enum Extent: Sendable {
        /// Every field, texts as long as they may be, lists as long as is sensible.
        case full
        /// What is required and nothing else.
        case minimal
    }

    /// The words of enumerations take turns with the number.
    package func example(_ extent: Extent, number: Int = 0) -> JSONValue {
        example(extent, number, root: self)
    }

    /// So many examples are needed to see every word once.
    package var variety: Int {
        let nested = [definitions, properties].compactMap { $0 }.flatMap { $0.values } + (items.map { [$0] } ?? [])
        return max(words?.count ?? 1, nested.map(\.variety).max() ?? 1)
    }

    private func example(_ extent: Extent, _ number: Int, root: JSONSchema) -> JSONValue {
        let schema = resolved(in: root)
        switch schema.type {
        case "object":
            let members = (schema.properties ?? [:]).filter { name, _ in
                extent == .full || schema.required?.contains(name) == true
            }
            return .object(members.mapValues { $0.example(extent, number, root: root) })
        case "array":
            let count = extent == .full ? min(schema.maxItems ?? 2, 4) : 1
            return .array((0..<count).map { schema.items?.example(extent, number + $0, root: root) ?? .null })
        case "string": return .string(schema.text(extent, number))
        case "integer": return .number(max(1, schema.minimum ?? 1))
        case "number": return .number(9.7)
        case "boolean": return .bool(extent == .full)
        default: return .string("anything")
        }
    }

    private func text(_ extent: Extent, _ number: Int) -> String {
        if let words { return words[number % words.count] }
        switch format {
        case "date-time": return "2026-11-26T21:00:00.5Z"
        case "uri": return "https://example.com/file"
        default: return extent == .full ? String(repeating: "ä", count: maxLength ?? 5) : "a"
        }
    }

    /// The value without what this schema does not know, nor custom data, which nobody models.
    package func pruned(_ value: JSONValue) -> JSONValue { pruned(value, root: self) }

    private func pruned(_ value: JSONValue, root: JSONSchema) -> JSONValue {
        let schema = resolved(in: root)
        switch value {
        case .object(let object):
            guard let properties = schema.properties else { return value }
            return .object(
                object.reduce(into: [:]) { kept, member in
                    guard member.key != "customData", let property = properties[member.key] else { return }
                    kept[member.key] = property.pruned(member.value, root: root)
                })
        case .array(let array): return .array(array.map { schema.items?.pruned($0, root: root) ?? $0 })
        case .null, .bool, .number, .string: return value
        }
    }
}
