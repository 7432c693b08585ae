import Charging

/// In which language a simulated meter talks.
package enum TelegramKind: String, CaseIterable, Sendable {
    /// DSMR P1, version 5.
    case p1
    /// SML as a German meter sends it whose PIN was entered.
    case sml
    /// IEC 62056-21: the data of a readout.
    case d0

    func telegram(of figures: MeterFigures, isAsked: Bool) -> [UInt8] {
        switch self {
        case .p1: P1Writer.telegram(figures)
        case .sml: SMLWriter.telegram(figures)
        case .d0: isAsked ? D0Writer.telegram(figures) : D0Writer.pushed(figures)
        }
    }
}

/// What a meter shows at one moment.
struct MeterFigures: Hashable, Sendable {
    /// Eight digits at most.
    var serialNumber: UInt32
    var importMilliwattHours: Int64
    var exportMilliwattHours: Int64
    /// Negative while exporting.
    var watts: Int64
    var at: Timestamp
    /// Seconds since the meter was built.
    var seconds: UInt32
}
