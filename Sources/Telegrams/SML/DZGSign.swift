import Charging

/// Meters of DZG that send a positive power in so few bytes that it reads as a negative one.
///
/// The DVS74 with these serial numbers do (libsml keeps the list: 42000000 to 48999999 and 55000000 to 58999999). What
/// a short negative number means is told by the meter's own status: bits 11 to 14 say on which phases, and in all,
/// energy flows out. None set: it flows in, and the number is positive. All set: it flows out, and the number is right.
/// Anything else leaves it open, and then nothing is recorded.
struct DZGSign {
    private let isAffected: Bool
    private let status: Int64?

    enum Judgement: Equatable {
        case right
        case positive(ExactDecimal)
        case unknown
    }

    private static let ranges = [42_000_000...48_999_999, 55_000_000...58_999_999]
    static let export: Int64 = 0x7800

    init(serverID: ArraySlice<UInt8>?, status: Int64?) {
        let id = Array(serverID ?? [])
        let number = id.count == 10 ? id[6...].reduce(0) { $0 << 8 | Int($1) } : 0
        isAffected =
            id.count == 10 && Array(id[2...4]) == Array("DZG".utf8) && Self.ranges.contains { $0.contains(number) }
        self.status = status
    }

    func judge(_ entry: SMLEntry) -> Judgement {
        guard isAffected, let quantity = entry.quantity, quantity.unit == "W", entry.isSigned, entry.width < 4,
            quantity.number < ExactDecimal(0)
        else { return .right }
        switch status.map({ $0 & Self.export }) {
        case Self.export: return .right
        case 0: return entry.unsigned.map { .positive($0) } ?? .unknown
        default: return .unknown
        }
    }
}
