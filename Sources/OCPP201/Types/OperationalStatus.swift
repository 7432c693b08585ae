/// In or out of service.
package enum OperationalStatus: String, Codable, Sendable, CaseIterable {
    case inoperative = "Inoperative"
    case operative = "Operative"
}
