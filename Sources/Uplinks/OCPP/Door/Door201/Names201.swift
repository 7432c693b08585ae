import Charging
import OCPP
import OCPP201

// Names of variables, between the site and OCPP 2.0.1.

extension VariableName {
    /// The component under which the keys of a station of OCPP 1.6 are told.
    static let legacyComponent = "OCPP16LegacyCtrlr"

    init(_ component: Component, _ variable: Variable) {
        self.init(
            component: component.name.text, componentInstance: component.instance?.text, evse: component.evse?.id,
            connector: component.evse?.connectorId, variable: variable.name.text,
            variableInstance: variable.instance?.text)
    }

    /// What the station is asked by.
    var stationKey: String {
        component?.lowercased() == Self.legacyComponent.lowercased() ? variable : description
    }
}

extension Component {
    /// `nil` where a name is longer than OCPP allows.
    init?(of name: VariableName) {
        let component = name.component ?? VariableName.legacyComponent
        guard component.unicodeScalars.count <= 50, name.componentInstance?.unicodeScalars.count ?? 0 <= 50,
            name.evse ?? 0 >= 0
        else { return nil }
        self.init(
            name: Text(component), evse: name.evse.map { EVSE(id: $0, connectorId: name.connector) },
            instance: name.componentInstance.map { Text($0) })
    }
}

extension Variable {
    init?(of name: VariableName) {
        guard name.variable.unicodeScalars.count <= 50, name.variableInstance?.unicodeScalars.count ?? 0 <= 50 else {
            return nil
        }
        self.init(name: Text(name.variable), instance: name.variableInstance.map { Text($0) })
    }
}

extension Doorkeeper {
    /// The variable describes the connection to the CSMS and nothing of the station.
    func isOwn(_ name: VariableName) -> Bool {
        LegKey(variable: name.description) != nil
            || name.component.map { LegKey.components.contains($0.lowercased()) } == true
    }

    /// `nil` for what is not known, and for what is secret.
    func ownValue(_ name: VariableName) async -> String? {
        let written = name.description
        if let key = LegKey(variable: written) {
            guard !key.isSecret, let setting = settings[key] else { return nil }
            return await setting.read().map { String($0.prefix(1000)) }
        }
        return Self.fixed.first { $0.name.lowercased() == written.lowercased() }?.value
    }

    /// What this station side can take in one message.
    static let fixed: [(name: String, value: String)] = ["GetReport", "GetVariables", "SetVariables"].flatMap {
        [
            ("DeviceDataCtrlr.ItemsPerMessage[\($0)]", String(StationDoor201.mostItems)),
            ("DeviceDataCtrlr.BytesPerMessage[\($0)]", "65536"),
        ]
    }
}
