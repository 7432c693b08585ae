import OCPP

/// The state of a connector. OCPP 1.6, section 7.7; stations also say `Occupied`, which is a word of other versions.
package struct ChargePointStatus: Word {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }
    package init(from decoder: any Decoder) throws { try self.init(strictlyFrom: decoder) }
}
