import Charging
import Metering

/// One EVSE of a wallbox: what its registers showed last, what the record says of it, and what it was told.
struct WallboxPlace {
    /// What the record says of the transaction; `starting` and `ending` wait for the record.
    enum Phase: Hashable {
        case unknown
        case idle
        case starting(TransactionStart)
        case running(TransactionID)
        case ending(TransactionEnd)
    }

    var orders: WallboxOrders
    var phase = Phase.unknown
    var toldStatus: ConnectorStatus?
    var reported: Duration?
    /// The last visit, where nothing was missed since.
    var last: WallboxReading?
    /// The last visit of all, or the last sample in the record.
    var lastSeen: (register: ExactDecimal, at: Timestamp)?
    /// Another wallbox answers than before.
    var isAnother = false
    /// Who started from afar, and until when that counts.
    var invitation: (tag: String, until: Duration)?
    /// Charging is being stopped from here, for this reason.
    var stopping: String?
    var isOperative = true

    /// What the wallbox was told since it answers, and when that was written last.
    private(set) var written: [RegisterWrite] = []
    private(set) var writtenAt: Duration?
    /// Since when it is to do what it is told now.
    private(set) var orderedAt: Duration?
    private var amperes: ExactDecimal?

    init(orders: WallboxOrders) { self.orders = orders }

    /// What has to be written now: what changed, or everything where the watchdog wants that.
    func due(at now: Duration) -> [RegisterWrite] {
        let wanted = orders.writes(at: now)
        guard settles(until: now) == nil else { return [] }
        let isDue = orders.renewal.map { renewal in writtenAt.map { now - $0 >= renewal } ?? true } ?? false
        return isDue ? wanted : wanted.filter { !written.contains($0) }
    }

    /// Until when a higher current has to wait; `nil` where it need not.
    func settles(until now: Duration) -> Duration? {
        guard let seconds = orders.profile.limit.settleSeconds, let orderedAt, let amperes,
            let next = orders.amperes(at: now), next > amperes
        else { return nil }
        let end = orderedAt + .seconds(seconds)
        return now < end ? end : nil
    }

    mutating func wrote(at now: Duration) {
        guard settles(until: now) == nil else { return }
        let wanted = orders.writes(at: now)
        if wanted != written { (orderedAt, amperes) = (now, orders.amperes(at: now)) }
        if wanted != written || orders.renewal.map({ renewal in writtenAt.map { now - $0 >= renewal } ?? true }) == true
        {
            (written, writtenAt) = (wanted, now)
        }
    }

    /// It may have forgotten, or undone, what it was told: everything is written again.
    mutating func forget() { (written, writtenAt) = ([], nil) }

    /// What the gateway meant it to draw at most, while that is known.
    func ordered(at now: Duration) -> ExactDecimal? {
        orders.isPaused(at: now) ? ExactDecimal(0) : orders.amperes(at: now)
    }
}
