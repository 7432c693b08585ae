/// Part of what a station says of its own make: its components and their variables. OCPP 2.0.1, B07; of a 1.6 station,
/// its configuration keys.
package struct DeviceReport: Hashable, Codable, Sendable {
    package var variables: [DeviceVariable]

    package init(variables: [DeviceVariable]) { self.variables = variables }
}

/// One variable of a component, as it was reported.
package struct DeviceVariable: Hashable, Codable, Sendable {
    package var name: VariableName
    /// `Actual`, `Target`, `MinSet` or `MaxSet`.
    package var attribute: String
    /// Absent for what can only be written.
    package var value: String?
    /// `ReadOnly`, `WriteOnly` or `ReadWrite`.
    package var mutability: String
    package var unit: String?
    package var dataType: String?

    package init(
        name: VariableName, attribute: String = "Actual", value: String?, mutability: String = "ReadWrite",
        unit: String? = nil, dataType: String? = nil
    ) {
        self.name = name
        self.attribute = attribute
        self.value = value
        self.mutability = mutability
        self.unit = unit
        self.dataType = dataType
    }
}

/// The name of a variable, written `Component[instance]@evse:connector.Variable[instance]`; a configuration key of OCPP
/// 1.6 is a variable without a component.
package struct VariableName: Hashable, Codable, Sendable, CustomStringConvertible {
    package var component: String?
    package var componentInstance: String?
    package var evse: Int?
    package var connector: Int?
    package var variable: String
    package var variableInstance: String?

    package init(
        component: String?, componentInstance: String? = nil, evse: Int? = nil, connector: Int? = nil,
        variable: String, variableInstance: String? = nil
    ) {
        self.component = component
        self.componentInstance = componentInstance
        self.evse = evse
        self.connector = connector
        self.variable = variable
        self.variableInstance = variableInstance
    }

    package var description: String {
        let tail = Self.named(variable, variableInstance)
        guard let component else { return tail }
        let place = evse.map { "@\($0)" + (connector.map { ":\($0)" } ?? "") } ?? ""
        return Self.named(component, componentInstance) + place + "." + tail
    }

    /// Reads the written form; `nil` where it is none.
    package init?(_ text: String) {
        guard !text.isEmpty, text.utf8.count <= 300 else { return nil }
        // A key of 1.6 may itself contain a dot in a vendor's name, but only a component is followed by one.
        guard let dot = Self.outerDot(text) else {
            guard let (name, instance) = Self.split(text[...]) else { return nil }
            self.init(component: nil, variable: name, variableInstance: instance)
            return
        }
        var head = text[..<dot]
        var place: (evse: Int, connector: Int?)?
        if let at = head.lastIndex(of: "@") {
            let numbers = head[head.index(after: at)...].split(separator: ":", omittingEmptySubsequences: false)
            guard (1...2).contains(numbers.count), let evse = Int(numbers[0]), evse >= 0 else { return nil }
            let connector = numbers.count == 2 ? Int(numbers[1]) : nil
            if numbers.count == 2, connector == nil { return nil }
            place = (evse, connector)
            head = head[..<at]
        }
        guard let (component, componentInstance) = Self.split(head),
            let (variable, variableInstance) = Self.split(text[text.index(after: dot)...])
        else { return nil }
        self.init(
            component: component, componentInstance: componentInstance, evse: place?.evse,
            connector: place?.connector, variable: variable, variableInstance: variableInstance)
    }

    private static func named(_ name: String, _ instance: String?) -> String {
        instance.map { "\(name)[\($0)]" } ?? name
    }

    /// The first dot that stands outside brackets.
    private static func outerDot(_ text: String) -> String.Index? {
        var depth = 0
        for index in text.indices {
            switch text[index] {
            case "[": depth += 1
            case "]": depth -= 1
            case "." where depth == 0: return index
            default: break
            }
        }
        return nil
    }

    private static func split(_ text: Substring) -> (String, String?)? {
        guard let bracket = text.firstIndex(of: "[") else { return text.isEmpty ? nil : (String(text), nil) }
        guard text.hasSuffix("]"), bracket > text.startIndex else { return nil }
        return (String(text[..<bracket]), String(text[text.index(after: bracket)...].dropLast()))
    }
}
