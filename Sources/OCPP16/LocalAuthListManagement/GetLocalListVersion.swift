import OCPP

/// Asks which version of the local authorization list a station has. OCPP 1.6, section 5.10.
package struct GetLocalListVersion: Call, Hashable {
    package static let action = "GetLocalListVersion"

    package init() {}

    package struct Response: Codable, Hashable, Sendable {
        /// 0 where the list is empty, -1 where the station has none.
        package var listVersion: Int

        package init(listVersion: Int) {
            self.listVersion = listVersion
        }
    }
}
