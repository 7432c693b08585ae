import OCPP

/// How a car wants to be charged.
package struct EnergyTransferMode: Word {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    package static let dc = EnergyTransferMode(rawValue: "DC")
    package static let acSinglePhase = EnergyTransferMode(rawValue: "AC_single_phase")
    package static let acTwoPhase = EnergyTransferMode(rawValue: "AC_two_phase")
    package static let acThreePhase = EnergyTransferMode(rawValue: "AC_three_phase")
    package static let acbpt = EnergyTransferMode(rawValue: "AC_BPT")
    package static let acbptder = EnergyTransferMode(rawValue: "AC_BPT_DER")
    package static let acder = EnergyTransferMode(rawValue: "AC_DER")
    package static let dcbpt = EnergyTransferMode(rawValue: "DC_BPT")
    package static let dcacdp = EnergyTransferMode(rawValue: "DC_ACDP")
    package static let dcacdpbpt = EnergyTransferMode(rawValue: "DC_ACDP_BPT")
    package static let wpt = EnergyTransferMode(rawValue: "WPT")
}
