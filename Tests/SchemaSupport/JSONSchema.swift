import Foundation

/// As much of JSON Schema as the schemas of OCPP use.
package final class JSONSchema: Decodable, Sendable {
    let reference: String?
    let definitions: [String: JSONSchema]?
    let type: String?
    let properties: [String: JSONSchema]?
    let required: [String]?
    let additionalProperties: Bool?
    let items: JSONSchema?
    let minItems: Int?
    let maxItems: Int?
    let maxLength: Int?
    let minimum: Decimal?
    let maximum: Decimal?
    let multipleOf: Decimal?
    let format: String?
    let words: [String]?

    private enum CodingKeys: String, CodingKey {
        case definitions, type, properties, required, additionalProperties, items, minItems, maxItems, maxLength
        case minimum, maximum, multipleOf, format
        case reference = "$ref"
        case words = "enum"
    }

    /// What is wrong with the value, and where.
    package func complaints(about value: JSONValue) -> [String] { complaints(about: value, at: "", in: self) }

    private func complaints(about value: JSONValue, at path: String, in root: JSONSchema) -> [String] {
        let schema = resolved(in: root)
        switch (schema.type, value) {
        case (nil, _): return []
        case ("object", .object(let object)): return schema.complaints(about: object, at: path, in: root)
        case ("array", .array(let array)): return schema.complaints(about: array, at: path, in: root)
        case ("string", .string(let text)): return schema.complaints(about: text, at: path)
        case ("integer", .number(let number)), ("number", .number(let number)):
            return schema.complaints(about: number, at: path)
        case ("boolean", .bool): return []
        case (let type?, _): return ["\(path) is no \(type)"]
        }
    }

    private func complaints(
        about object: [String: JSONValue], at path: String, in root: JSONSchema
    ) -> [String] {
        (required ?? []).filter { object[$0] == nil }.map { "\(path).\($0) is missing" }
            + object.flatMap { name, member in
                properties?[name]?.complaints(about: member, at: "\(path).\(name)", in: root)
                    ?? (additionalProperties == false ? ["\(path).\(name) is surplus"] : [])
            }
    }

    private func complaints(about array: [JSONValue], at path: String, in root: JSONSchema) -> [String] {
        // The schemas of 1.6 forget what the standard says of every list: it is never empty.
        let count =
            (max(minItems ?? 1, 1)...(maxItems ?? .max)).contains(array.count) ? [] : ["\(path) has \(array.count)"]
        return count + array.flatMap { items?.complaints(about: $0, at: "\(path)[]", in: root) ?? [] }
    }

    private func complaints(about text: String, at path: String) -> [String] {
        var complaints: [String] = []
        if text.unicodeScalars.count > maxLength ?? .max { complaints.append("\(path) is too long") }
        if let words, !words.contains(text) { complaints.append("\(path) may not be \(text)") }
        if format == "date-time", text.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z/) == nil {
            complaints.append("\(path) is no time")
        }
        return complaints
    }

    private func complaints(about number: Decimal, at path: String) -> [String] {
        var complaints: [String] = []
        if number < minimum ?? number || number > maximum ?? number { complaints.append("\(path) is out of range") }
        for step in [multipleOf, type == "integer" ? 1 : nil].compactMap({ $0 }) where !(number / step).isWhole {
            complaints.append("\(path) is no multiple of \(step)")
        }
        return complaints
    }

    func resolved(in root: JSONSchema) -> JSONSchema {
        guard let name = reference?.split(separator: "/").last else { return self }
        return root.definitions?[String(name)] ?? self
    }
}

extension Decimal {
    fileprivate var isWhole: Bool { exponent >= 0 || self == Decimal(Int(truncating: self as NSDecimalNumber)) }
}
