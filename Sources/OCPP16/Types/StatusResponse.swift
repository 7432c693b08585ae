/// A station's answer to a command that has nothing but a status, in the station's own word.
package struct StatusResponse: Codable, Hashable, Sendable {
    package var status: String

    package init(status: String) {
        self.status = status
    }
}
