import Charging
import OCPP

// Figures and moments as OCPP writes them.

extension Timestamp {
    /// OCPP allows three digits of a second.
    var wireText: String { Timestamp(microseconds: microseconds - microseconds % 1000).description }
}

extension DecimalText {
    /// A limit with one decimal at most, rounded down.
    init(tenthsOf number: ExactDecimal) {
        let tenths = number.floored(places: 1) ?? 0
        self.init(tenths % 10 == 0 ? String(tenths / 10) : ExactDecimal(digits: tenths, scale: 1)?.description ?? "0")
    }
}
