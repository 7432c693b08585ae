package import OCPP

/// How a station gets into a private network.
package struct VPN: Codable, Hashable, Sendable {
    package var server: GrowingText<512, 2000>
    package var user: GrowingText<20, 50>
    package var password: GrowingText<20, 64>
    package var key: Text<255>
    package var type: VPNType
    package var group: GrowingText<20, 50>?

    package init(
        server: GrowingText<512, 2000>, user: GrowingText<20, 50>, password: GrowingText<20, 64>, key: Text<255>,
        type: VPNType, group: GrowingText<20, 50>? = nil
    ) {
        self.server = server
        self.user = user
        self.password = password
        self.key = key
        self.type = type
        self.group = group
    }
}
