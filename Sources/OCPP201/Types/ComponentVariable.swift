/// A variable of a component; without the variable all of them.
package struct ComponentVariable: Codable, Hashable, Sendable {
    package var component: Component
    package var variable: Variable?

    package init(component: Component, variable: Variable? = nil) {
        self.component = component
        self.variable = variable
    }
}
