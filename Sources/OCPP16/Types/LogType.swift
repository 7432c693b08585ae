/// Which log is meant. OCPP 1.6 security white paper.
package enum LogType: String, Codable, Sendable, CaseIterable {
    case diagnosticsLog = "DiagnosticsLog"
    case securityLog = "SecurityLog"
}
