import Charging

/// What the driver remembers of its station: how it is treated, what it told of itself, and what its connectors do.
struct StationMemory {
    struct Running: Hashable {
        var id: TransactionID
        /// By the station's clock; unknown where the start came over an earlier connection.
        var started: Timestamp?
        var register: ExactDecimal?
    }

    struct Connector {
        var state: ConnectorState?
        /// What runs there, by our own answer or by the station's word.
        var running: Running?
        /// What ended there last: values that come late must not make it run again.
        var ended: TransactionID?
        /// Of what runs there.
        var registers = RegisterCheck()
    }

    /// A profile that was asked for with a remote start, and that its station takes only once the transaction runs.
    struct Awaited {
        var tag: String
        var evse: Int?
        var profile: ChargingProfile
    }

    /// A reference, for a thousand stations share some dozens of profiles.
    var treatment = Treatment.standard
    var limits = StationLimits()
    var awaited: Awaited?
    private(set) var clock = StationClock()
    private(set) var connectors: [Int: Connector] = [:]

    /// An id can be any number.
    private static let mostConnectors = 64

    /// Without 0, which is the station as a whole.
    var numbers: [Int] { connectors.keys.sorted() }

    func running(on evse: Int) -> Running? { connectors[evse]?.running }

    /// How far the station's clock is ahead of UTC, where its kind calls local time UTC and that was seen.
    var clockAheadSeconds: Int? { treatment.switches.localTimeWithZ == true ? clock.aheadSeconds : nil }

    /// Takes a state in, and returns it as it is to be read.
    mutating func take(_ status: ConnectorStatus, at now: Stamp) -> ConnectorStatus {
        var status = status
        let finishesWhenPlugged = treatment.switches.finishingWhenPlugged == true
        if let told = status.timestamp {
            let known = connectors[status.evse]?.state
            clock.hear(told, at: now, isNews: known != nil && known != status.state)
            status.timestamp = told.inUTC(clockAheadSeconds)
        }
        change(status.evse) { connector in
            let isFresh = connector.running == nil && [.available, .preparing].contains(connector.state)
            if status.state == .finishing, isFresh, finishesWhenPlugged { status.state = .preparing }
            connector.state = status.state
            if status.state == .available { connector.running = nil }
        }
        return status
    }

    /// A transaction began; returns the profile that was waiting for it.
    mutating func begin(_ id: TransactionID, _ start: TransactionStart) -> ChargingProfile? {
        change(start.evse) { connector in
            guard connector.ended != id else { return }
            connector.running = Running(
                id: id, started: start.timestamp.inUTC(start.clockAheadSeconds), register: start.register)
            connector.registers = RegisterCheck()
        }
        guard let awaited, awaited.tag.lowercased() == start.tag?.lowercased(), awaited.evse ?? start.evse == start.evse
        else { return nil }
        self.awaited = nil
        var profile = awaited.profile
        profile.transaction = id
        return profile
    }

    /// A transaction is over; `false` if its registers do not fit each other.
    @discardableResult
    mutating func end(_ end: TransactionEnd) -> Bool {
        let id = TransactionID(end.transaction)
        var fits = true
        let running = connectors.filter { $0.value.running != nil }
        // Without a usable id, the only one that runs is meant.
        for (number, connector) in running where id.map({ connector.running?.id == $0 }) ?? (running.count == 1) {
            change(number) {
                $0.registers.hear(end.values)
                fits = fits && $0.registers.fits(start: $0.running?.register, stop: end.register)
                $0.registers = RegisterCheck()
                $0.ended = connector.running?.id
                $0.running = nil
                // Whatever it did before, it has had a session since.
                $0.state = nil
            }
        }
        return fits
    }

    /// Values of a transaction tell that it runs, where its start came over an earlier connection; its last ones do not.
    mutating func hear(_ report: MeterReport) {
        guard report.evse > 0, let id = TransactionID(report.transaction) else { return }
        let isEnd = report.values.contains { $0.sampledValues.contains { $0.context == "Transaction.End" } }
        change(report.evse) { connector in
            if connector.running == nil, connector.ended != id, !isEnd {
                connector.running = Running(id: id)
                connector.registers = RegisterCheck()
            }
            if connector.running?.id == id { connector.registers.hear(report.values) }
        }
    }

    private mutating func change(_ number: Int, _ body: (inout Connector) -> Void) {
        guard number > 0 else { return }
        guard var connector = connectors[number] ?? (connectors.count < Self.mostConnectors ? Connector() : nil) else {
            return
        }
        body(&connector)
        connectors[number] = connector
    }
}

// Which connector a remote start is for.
extension StationMemory {
    /// The standard leaves the choice to the station, but many stations refuse to choose. `nil` leaves it to them.
    func choice(_ evse: Int?) -> Int? {
        if let evse { return evse }
        let numbers = numbers
        if numbers.count == 1 { return numbers.first }
        guard treatment.switches.nameConnectorOnRemoteStart == true else { return nil }
        return numbers.min { (rank(of: $0), $0) < (rank(of: $1), $1) } ?? 1
    }

    /// The cable has to be unplugged before a session can begin there.
    func needsUnplugging(_ evse: Int?) -> Bool {
        guard treatment.switches.unplugBeforeNextSession == true else { return false }
        let meant = evse.map { [$0] } ?? numbers
        return !meant.isEmpty && meant.allSatisfy { connectors[$0]?.state == .finishing }
    }

    private func rank(of number: Int) -> Int {
        switch connectors[number]?.state {
        case .preparing: 0
        case .available, .occupied, nil: 1
        case .reserved: 2
        case .finishing: 3
        case .charging, .suspendedEV, .suspendedEVSE: 4
        case .unavailable, .faulted: 5
        }
    }
}
