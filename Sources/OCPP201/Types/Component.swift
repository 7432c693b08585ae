package import OCPP

/// A part of a station in its device model.
package struct Component: Codable, Hashable, Sendable {
    package var name: Text<50>
    package var evse: EVSE?
    package var instance: Text<50>?

    package init(name: Text<50>, evse: EVSE? = nil, instance: Text<50>? = nil) {
        self.name = name
        self.evse = evse
        self.instance = instance
    }
}
