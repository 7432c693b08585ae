/// Which monitors a report is to cover.
package enum MonitoringCriterion: String, Codable, Sendable, CaseIterable {
    case thresholdMonitoring = "ThresholdMonitoring"
    case deltaMonitoring = "DeltaMonitoring"
    case periodicMonitoring = "PeriodicMonitoring"
}
