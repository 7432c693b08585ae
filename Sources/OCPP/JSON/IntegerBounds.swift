/// How large an integer may be that is sent.
///
/// The standard's integers have 32 bits, and a message that needs more says so by its type (`Int64`). What counts or
/// numbers something is never negative, whichever message it stands in, so the name of a member tells its bounds.
enum IntegerBounds {
    private static let positive = 0...Int(Int32.max)
    private static let named: [String: ClosedRange<Int>] = [
        "evseId": positive, "connectorId": positive, "reservationId": positive, "retries": positive,
        "stackLevel": positive, "severity": 0...9, "securityProfile": positive, "ePriceLevel": positive,
        "numEPriceLevels": positive, "numberPhases": 0...3, "phaseToUse": 0...3, "chargingPriority": -9...9,
    ]
    private static let others = Int(Int32.min)...Int(Int32.max)

    static func check(_ number: Int, of name: String) throws(PayloadError) {
        let bounds = named[name] ?? others
        guard bounds.contains(number) else {
            throw .outOfBounds(field: name, rule: "be \(bounds.lowerBound) to \(bounds.upperBound)")
        }
    }
}
