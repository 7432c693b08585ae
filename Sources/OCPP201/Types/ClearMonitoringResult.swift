/// What became of one monitor that was to go.
package struct ClearMonitoringResult: Codable, Hashable, Sendable {
    /// `Accepted`, `Rejected` or `NotFound`.
    package var status: String
    package var id: Int
    package var statusInfo: StatusInfo?

    package init(status: String, id: Int, statusInfo: StatusInfo? = nil) {
        self.status = status
        self.id = id
        self.statusInfo = statusInfo
    }
}
