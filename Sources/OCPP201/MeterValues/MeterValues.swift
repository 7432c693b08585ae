package import OCPP

/// A station reports what its meters show outside of transactions. OCPP 2.0.1, functional block J.
package struct MeterValues: Call, Hashable {
    package typealias Response = Empty
    package static let action = "MeterValues"
    /// 0 is the main meter of the station.
    package var evseId: Int
    package var meterValue: [MeterValue]

    package init(evseId: Int, meterValue: [MeterValue]) {
        self.evseId = evseId
        self.meterValue = meterValue
    }
}
