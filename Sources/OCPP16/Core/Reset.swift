import OCPP

/// Restarts a station. OCPP 1.6, section 5.14.
package struct Reset: Call, Hashable {
    package typealias Response = StatusResponse
    package static let action = "Reset"
    package var type: ResetType

    package init(type: ResetType) {
        self.type = type
    }
}

package enum ResetType: String, Codable, Sendable {
    case hard = "Hard"
    /// Ends transactions in order first.
    case soft = "Soft"
}
