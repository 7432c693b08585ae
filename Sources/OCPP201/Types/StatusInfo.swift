package import OCPP

/// More about a status.
package struct StatusInfo: Codable, Hashable, Sendable {
    package var reasonCode: Text<20>
    package var additionalInfo: GrowingText<512, 1024>?

    package init(reasonCode: Text<20>, additionalInfo: GrowingText<512, 1024>? = nil) {
        self.reasonCode = reasonCode
        self.additionalInfo = additionalInfo
    }
}
