/// How much of what the rules make nothing of is kept of one station.
///
/// Such messages are for people, and a station that sends them without end must not fill the disk that sessions need.
/// What comes on top is answered, and not kept. Security events have a budget of their own, so that neither they nor
/// the rest can drown the other.
package struct OpaqueBudget: Hashable, Codable, Sendable {
    /// A full device model has some 100 KB; firmware and log progress are a few hundred bytes.
    package static let bytesPerHour = 8_000_000
    /// An event has at most some 400 bytes, so these are six hundred an hour and more. The last quarter is kept for
    /// events that a person has to look at.
    package static let securityBytesPerHour = 256_000

    /// Hours since 1970, by the box's clock.
    private var hour: Int64 = 0
    private var bytes = 0

    func hasRoom(for size: Int, of limit: Int, at moment: Timestamp) -> Bool {
        let used = Self.hour(moment) == hour ? bytes : 0
        return used + size <= limit
    }

    mutating func use(_ size: Int, at moment: Timestamp) {
        if Self.hour(moment) != hour { (hour, bytes) = (Self.hour(moment), 0) }
        bytes += size
    }

    private static func hour(_ moment: Timestamp) -> Int64 { moment.seconds / 3600 }
}

extension StationLedger {
    func hasRoom(for event: StationEvent, at moment: Timestamp) -> Bool {
        guard let size = event.opaqueSize else { return true }
        guard case .security(let event) = event else {
            return opaque.hasRoom(for: size, of: OpaqueBudget.bytesPerHour, at: moment)
        }
        let limit = OpaqueBudget.securityBytesPerHour
        return (security ?? OpaqueBudget())
            .hasRoom(for: size, of: event.needsPerson ? limit : limit / 4 * 3, at: moment)
    }

    mutating func spend(on event: StationEvent, at moment: Timestamp) {
        guard let size = event.opaqueSize else { return }
        if case .security = event {
            security = security ?? OpaqueBudget()
            security?.use(size, at: moment)
        } else {
            opaque.use(size, at: moment)
        }
    }
}

extension StationEvent {
    /// How much of a budget it takes, in bytes or nearly so; `nil` for what the rules need.
    var opaqueSize: Int? {
        switch self {
        case .transferred(let transfer): 100 + (transfer.data?.utf8.count ?? 0) + (transfer.message?.utf8.count ?? 0)
        case .notice(let notice): 100 + notice.payload.utf8.count
        case .security(let event): 100 + event.type.utf8.count + (event.detail?.utf8.count ?? 0)
        case .variables(let report):
            report.variables.reduce(100) { $0 + 150 + ($1.value?.utf8.count ?? 0) }
        case .booted, .status, .started, .metered, .ended: nil
        }
    }
}
