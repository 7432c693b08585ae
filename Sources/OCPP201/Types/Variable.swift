package import OCPP

/// A variable of a component.
package struct Variable: Codable, Hashable, Sendable {
    package var name: Text<50>
    package var instance: Text<50>?

    package init(name: Text<50>, instance: Text<50>? = nil) {
        self.name = name
        self.instance = instance
    }
}
