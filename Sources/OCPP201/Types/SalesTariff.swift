package import OCPP

/// What energy costs over time (ISO 15118).
package struct SalesTariff: Codable, Hashable, Sendable {
    package var id: Int
    package var salesTariffEntry: List<SalesTariffEntry, 1024>
    package var salesTariffDescription: Text<32>?
    package var numEPriceLevels: Int?

    package init(
        id: Int, salesTariffEntry: List<SalesTariffEntry, 1024>, salesTariffDescription: Text<32>? = nil,
        numEPriceLevels: Int? = nil
    ) {
        self.id = id
        self.salesTariffEntry = salesTariffEntry
        self.salesTariffDescription = salesTariffDescription
        self.numEPriceLevels = numEPriceLevels
    }
}
