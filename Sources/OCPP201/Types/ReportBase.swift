/// How much of a device model a report is to cover.
package enum ReportBase: String, Codable, Sendable, CaseIterable {
    case configurationInventory = "ConfigurationInventory"
    case fullInventory = "FullInventory"
    case summaryInventory = "SummaryInventory"
}
