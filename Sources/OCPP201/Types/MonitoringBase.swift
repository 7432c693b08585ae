/// A set of monitors.
package enum MonitoringBase: String, Codable, Sendable, CaseIterable {
    case all = "All"
    case factoryDefault = "FactoryDefault"
    case hardWiredOnly = "HardWiredOnly"
}
