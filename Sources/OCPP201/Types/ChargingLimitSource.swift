package import OCPP

/// Who set a limit.
package struct ChargingLimitSource: Word {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    package static let ems = ChargingLimitSource(rawValue: "EMS")
    package static let other = ChargingLimitSource(rawValue: "Other")
    package static let so = ChargingLimitSource(rawValue: "SO")
    package static let cso = ChargingLimitSource(rawValue: "CSO")

    /// 2.1 allows any text of at most 20 characters.
    package static func words(in dialect: Dialect) -> Set<Self>? {
        dialect == .ocpp21 ? nil : [ems, other, so, cso]
    }
}
