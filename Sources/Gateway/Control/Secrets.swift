import Charging
import FoundationEssentials

/// What must not stand in the record or on a screen, wherever it travels.
enum Secrets {
    static let mask = "***"

    /// A setting or a member of a message that holds a secret. Vendors add settings of their own, so words decide.
    static func isSecret(_ name: String) -> Bool {
        let variable = (VariableName(name)?.variable ?? name).lowercased()
        let words = ["password", "passwd", "passphrase", "authorizationkey", "secret", "simpin", "privatekey", "psk"]
        return words.contains { variable.contains($0) }
    }

    /// `ftp://user:password@host/` without who logs in.
    static func withoutLogin(_ location: String) -> String {
        guard let scheme = location.firstRange(of: "://") else { return location }
        let rest = location[scheme.upperBound...]
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard let at = authority.lastIndex(of: "@") else { return location }
        return location[..<scheme.upperBound] + mask + rest[at...]
    }

    /// A message of OCPP as it may be kept. One that is no JSON says nothing that could be kept.
    static func withoutSecrets(payload: String) -> String {
        guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(payload.utf8)) else { return mask }
        let clean = value.withoutSecrets
        // To the letter where there is nothing to hide.
        guard clean != value, let data = try? JSONEncoder.sorted.encode(clean) else { return payload }
        return String(decoding: data, as: UTF8.self)
    }
}

extension JSONEncoder {
    fileprivate static var sorted: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }
}

/// Any JSON.
private indirect enum JSONValue: Hashable, Codable {
    case null
    case bool(Bool)
    case number(Double)
    case text(String)
    case list([JSONValue])
    case object([String: JSONValue])

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let bool = try? value.decode(Bool.self) {
            self = .bool(bool)
        } else if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if let list = try? value.decode([JSONValue].self) {
            self = .list(list)
        } else {
            self = .object(try value.decode([String: JSONValue].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        switch self {
        case .null: try value.encodeNil()
        case .bool(let bool): try value.encode(bool)
        case .number(let number): try value.encode(number)
        case .text(let text): try value.encode(text)
        case .list(let list): try value.encode(list)
        case .object(let members): try value.encode(members)
        }
    }

    var withoutSecrets: JSONValue {
        switch self {
        case .null, .bool, .number: self
        case .text(let text): .text(Secrets.withoutLogin(text))
        case .list(let list): .list(list.map(\.withoutSecrets))
        case .object(let members): .object(members.reduce(into: [:]) { $0[$1.key] = clean($1.key, $1.value, members) })
        }
    }

    private func clean(_ name: String, _ value: JSONValue, _ members: [String: JSONValue]) -> JSONValue {
        // SetVariables and ChangeConfiguration name the setting beside its value; a VPN's key stands under `key`.
        let isOfSecret = ["attributeValue", "value"].contains(name) && members.contains { $0.value.namesSecret }
        let isKey = name == "key" && members["server"] != nil
        return isOfSecret || isKey || (Secrets.isSecret(name) && value.isText)
            ? .text(Secrets.mask) : value.withoutSecrets
    }

    private var isText: Bool { if case .text = self { true } else { false } }

    private var namesSecret: Bool {
        switch self {
        case .text(let text): Secrets.isSecret(text)
        case .object(let members): members["name"]?.namesSecret == true
        default: false
        }
    }
}
