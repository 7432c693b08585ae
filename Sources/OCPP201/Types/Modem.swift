/// A station's modem.
package struct Modem: Codable, Hashable, Sendable {
    /// At most 20 characters.
    package var iccid: String?
    /// At most 20 characters.
    package var imsi: String?

    package init(iccid: String? = nil, imsi: String? = nil) {
        self.iccid = iccid
        self.imsi = imsi
    }
}
