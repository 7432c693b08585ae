import Charging

/// When a meter measured: by its clock, or by a count of seconds that is no time of day.
struct SMLTime {
    private(set) var secondsCounted: UInt32?
    private(set) var moment: Timestamp?

    /// A clock that was never set begins in 1970.
    private static let year2000: UInt32 = 946_684_800

    /// The meter tells neither.
    init() {}

    /// A choice: 1 seconds that the meter counts, 2 seconds since 1970, 3 the same with offsets of local time beside it.
    /// Some Holley meters leave out the choice and send the seconds they count. `nil` where nothing is there.
    init?(_ node: SMLNode) {
        if let seconds = node.seconds {
            secondsCounted = seconds
        } else if let choice = node.list, choice.count == 2 {
            switch choice[0].integer {
            case 1: secondsCounted = choice[1].seconds
            case 2: moment = Self.moment(choice[1].seconds)
            case 3: moment = Self.moment(choice[1].list.flatMap { $0.count == 3 ? $0[0].seconds : nil })
            default: break
            }
        } else {
            return nil
        }
    }

    private static func moment(_ seconds: UInt32?) -> Timestamp? {
        guard let seconds, seconds >= year2000 else { return nil }
        return Timestamp(seconds: Int64(seconds))
    }
}
