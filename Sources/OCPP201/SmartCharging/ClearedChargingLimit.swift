package import OCPP

/// A station reports that a limit from elsewhere is gone. OCPP 2.0.1, functional block K.
package struct ClearedChargingLimit: Call, Hashable {
    package typealias Response = Empty
    package static let action = "ClearedChargingLimit"
    package var chargingLimitSource: ChargingLimitSource
    package var evseId: Int?

    package init(chargingLimitSource: ChargingLimitSource, evseId: Int? = nil) {
        self.chargingLimitSource = chargingLimitSource
        self.evseId = evseId
    }
}
