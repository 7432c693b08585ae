/// Where a limit came from.
package struct ChargingLimit: Codable, Hashable, Sendable {
    package var chargingLimitSource: ChargingLimitSource
    package var isGridCritical: Bool?

    package init(chargingLimitSource: ChargingLimitSource, isGridCritical: Bool? = nil) {
        self.chargingLimitSource = chargingLimitSource
        self.isGridCritical = isGridCritical
    }
}
