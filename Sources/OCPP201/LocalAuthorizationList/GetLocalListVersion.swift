import OCPP

/// Asks which version of the local authorization list a station has. OCPP 2.0.1, functional block D.
package struct GetLocalListVersion: Call, Hashable {
    package static let action = "GetLocalListVersion"

    package init() {}

    package struct Response: Codable, Hashable, Sendable {
        /// 0 where there is no list.
        package var versionNumber: Int

        package init(versionNumber: Int) {
            self.versionNumber = versionNumber
        }
    }
}
