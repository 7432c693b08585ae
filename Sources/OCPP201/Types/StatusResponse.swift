/// A station's answer to a command that has nothing but a status, in the station's own word.
package struct StatusResponse: Codable, Hashable, Sendable {
    package var status: String
    package var statusInfo: StatusInfo?

    package init(status: String, statusInfo: StatusInfo? = nil) {
        self.status = status
        self.statusInfo = statusInfo
    }
}
