import Foundation

/// As much of JSON Schema as the schemas of OCPP 1.6 use.
final class JSONSchema: Decodable, Sendable {
    let type: String?
    let properties: [String: JSONSchema]?
    let required: [String]?
    let additionalProperties: Bool?
    let items: JSONSchema?
    let minItems: Int?
    let maxLength: Int?
    let `enum`: [String]?

    /// What is wrong with the value, and where.
    func complaints(about value: Any, at path: String = "") -> [String] {
        switch type {
        case "object":
            guard let object = value as? [String: Any] else { return ["\(path) is no object"] }
            let missing = (required ?? []).filter { object[$0] == nil }.map { "\(path).\($0) is missing" }
            return missing
                + object.flatMap { name, member in
                    properties?[name]?.complaints(about: member, at: "\(path).\(name)")
                        ?? (additionalProperties == false ? ["\(path).\(name) is surplus"] : [])
                }
        case "array":
            guard let array = value as? [Any] else { return ["\(path) is no array"] }
            let few = array.count < minItems ?? 0 ? ["\(path) is too short"] : []
            return few + array.flatMap { items?.complaints(about: $0, at: "\(path)[]") ?? [] }
        case "string":
            guard let text = value as? String else { return ["\(path) is no string"] }
            let long = text.count > maxLength ?? .max ? ["\(path) is too long"] : []
            return long + (self.enum?.contains(text) == false ? ["\(path) may not be \(text)"] : [])
        case "integer": return value is Int ? [] : ["\(path) is no integer"]
        case "boolean": return value is Bool ? [] : ["\(path) is no boolean"]
        default: return []
        }
    }
}
