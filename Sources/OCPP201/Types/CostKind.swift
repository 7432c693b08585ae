package import OCPP

/// What a cost counts.
package struct CostKind: Word {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    package static let carbonDioxideEmission = CostKind(rawValue: "CarbonDioxideEmission")
    package static let relativePricePercentage = CostKind(rawValue: "RelativePricePercentage")
    package static let renewableGenerationPercentage = CostKind(rawValue: "RenewableGenerationPercentage")

    package static func words(in dialect: Dialect) -> Set<Self>? {
        [carbonDioxideEmission, relativePricePercentage, renewableGenerationPercentage]
    }
}
