package import Charging

/// Why bytes that should have been a telegram are none. Nothing of such a telegram is used.
package enum TelegramDamage: Error, Hashable, Sendable {
    /// Its checksum says that bytes changed on the way.
    case checksum
    /// Its version has a checksum, and it came without.
    case noChecksum
    /// The parity of a character is wrong.
    case parity
    /// Another one began before it ended.
    case truncated
    /// It did not end within ``TelegramReader/maximumBytes``.
    case tooLong
    /// It breaks the rules of its format, whatever its checksum says.
    case malformed(String)
    /// It has one register twice, with different values.
    case contradiction(OBIS)
    /// It is encrypted.
    case encrypted
}

extension TelegramDamage: CustomStringConvertible {
    package var description: String {
        switch self {
        case .checksum: "The checksum is wrong. Check the cable, its length and where the optical head sits."
        case .noChecksum: "The checksum is missing. Check the cable and the serial settings."
        case .parity: "The parity is wrong. Check the serial settings, 7E1 or 8N1, and the cable."
        case .truncated: "The telegram broke off. Check the cable, and that no one else reads the port."
        case .tooLong: "The telegram does not end. Check the speed and the format that are configured for the line."
        case .malformed(let what): "The telegram is malformed: \(what)."
        case .contradiction(let obis): "The telegram has \(obis) twice, with different values."
        case .encrypted:
            "The telegram is encrypted. Ask the grid operator to switch the encryption of this port off; Ohmstead "
                + "cannot read it otherwise."
        }
    }
}
