/// What a connector looks like.
package enum ConnectorType: String, Codable, Sendable, CaseIterable {
    case cCCS1
    case cCCS2
    case cG105
    case cTesla
    case cType1
    case cType2
    case s309SinglePhase16A = "s309-1P-16A"
    case s309SinglePhase32A = "s309-1P-32A"
    case s309ThreePhase16A = "s309-3P-16A"
    case s309ThreePhase32A = "s309-3P-32A"
    case sBS1361
    case sCEE77 = "sCEE-7-7"
    case sType2
    case sType3
    case other1PhMax16A = "Other1PhMax16A"
    case other1PhOver16A = "Other1PhOver16A"
    case other3Ph = "Other3Ph"
    case pan = "Pan"
    case wInductive
    case wResonant
    case undetermined = "Undetermined"
    case unknown = "Unknown"
}
