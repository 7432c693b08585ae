/// Which log is meant.
package enum LogType: String, Codable, Sendable, CaseIterable {
    case diagnosticsLog = "DiagnosticsLog"
    case securityLog = "SecurityLog"
}
