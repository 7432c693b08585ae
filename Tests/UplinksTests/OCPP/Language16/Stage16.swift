import OCPP
import SchemaSupport
import Testing

@testable import Charging
@testable import Uplinks

/// One entry in front of the language, with everything around it; and whatever comes of it is held against the limits of
/// OCPP 1.6 and, where they are here, its published schemas.
struct Stage16 {
    static let language = Language16()
    static let schemas = SharedData.isPresent ? (try? SharedData.schemas("v16")) ?? [:] : [:]
    static let beginning = Session.beginning
    static let id = TransactionID(7)!

    var memory = LaneMemory()
    var preset = Preset(name: "test")
    var isLate = false
    var subject = Subject.station("CP1")

    func rendering(of fact: Fact, _ session: KnownSession? = nil) -> Rendering {
        let stamp = Stamp(at: Self.beginning + .seconds(5000), boot: "boot", monotonic: 0, trusted: true)
        return Self.language.rendering(
            of: Entry(seq: 1, stamp: stamp, subject: subject, fact: fact), session: session, isLate: isLate,
            memory: memory, preset: preset)
    }

    /// The messages, or none where nothing is told.
    func messages(_ fact: Fact, _ session: KnownSession? = nil) throws -> [OutgoingMessage] {
        guard case .messages(let messages) = rendering(of: fact, session) else { return [] }
        for message in messages { try Self.inspect(message.call) }
        return messages
    }

    /// The only message, which is of that type.
    func call<Message: Call>(
        _ fact: Fact, _ session: KnownSession? = nil, as type: Message.Type = Message.self
    ) throws -> Message {
        let messages = try messages(fact, session)
        try #require(messages.count == 1)
        return try #require(messages.first?.call as? Message)
    }

    /// Why nothing is told.
    func silence(_ fact: Fact, _ session: KnownSession? = nil) -> String? {
        guard case .nothing(let reason) = rendering(of: fact, session) else { return nil }
        return reason
    }

    /// Writes the message as it is sent, and holds it against its schema.
    @discardableResult
    static func inspect(_ call: any Call) throws -> String {
        let action = type(of: call).action
        let head = #"[2,"1",""# + action + #"","#
        let frame = try FrameWriter.call(call, id: MessageID("1"))
        let json = String(frame.dropFirst(head.count).dropLast())
        #expect(schemas[action]?.complaints(about: try JSONValue(json)) ?? [] == [], "\(json)")
        return json
    }

    /// The memory of a lane whose CSMS calls the transaction 41.
    static func open(
        evse: Int = 1, at started: Timestamp = beginning, wattHours: Int64 = 1000, countsByMeter: Bool = false,
        _ change: (inout LaneTransaction) -> Void = { _ in }
    ) -> LaneMemory {
        var memory = LaneMemory()
        var told = LaneTransaction(
            id: id, evse: evse, startedAt: started, startWattHours: wattHours, countsByMeter: countsByMeter,
            theirs: "41")
        told.phase = .open
        change(&told)
        memory[id] = told
        return memory
    }
}

extension Session {
    /// Transaction 7 on EVSE 1 of a wallbox that speaks 1.6: from 1000 Wh on, and running.
    static func underWay(_ change: (inout Session) -> Void = { _ in }) -> Session {
        var session = Session(
            station: "CP1", evse: 1, transaction: Stage16.id, tag: "04A1B2C3", pluggedIn: Stage16.beginning,
            started: Stage16.beginning, stationRegister: RegisterSpan(start: ExactDecimal(1000)), meterSegments: [],
            flags: [])
        change(&session)
        return session
    }

    /// The same, half an hour later and with 7345 Wh.
    static func over(_ change: (inout Session) -> Void = { _ in }) -> Session {
        underWay {
            $0.stopped = Stage16.beginning + .seconds(1800)
            $0.stopReason = "Local"
            $0.stationRegister.stop = ExactDecimal(8345)
            $0.energy = Energy(wattHours: 7345)
            $0.energySource = .station
            change(&$0)
        }
    }

    var sofar: KnownSession { KnownSession(self, isSettled: false) }
    var settled: KnownSession { KnownSession(self, isSettled: true) }

    /// Counts by the meter `garage`, over so many watt-hours from 500 000.4 on.
    mutating func countByMeter(_ wattHours: Int64 = 5000, until end: Timestamp = Stage16.beginning + .seconds(1800)) {
        let start = MeterMark(
            meter: "garage", serialNumber: nil, at: Stage16.beginning - .seconds(5),
            register: ExactDecimal("500000.4")!)
        var stop = start
        stop.at = end
        stop.register = start.register.plus(ExactDecimal(wattHours))!
        meterSegments = [MeterSegment(start: start, stop: stop)]
    }
}

extension StartedTransaction {
    static func sample(telling: Telling? = nil, values: [MeterValue]? = nil) -> Self {
        StartedTransaction(
            id: Stage16.id, name: telling?.name, evse: 1, at: Stage16.beginning,
            start: TransactionStart(
                evse: 1, tag: telling == nil ? "04A1B2C3" : nil, register: ExactDecimal(1000),
                timestamp: Stage16.beginning,
                telling: telling, values: values),
            register: ExactDecimal(1000), meter: nil, flags: [])
    }
}

extension EndedTransaction {
    static func sample(tag: String? = nil, values: [MeterValue] = [], telling: Telling? = nil) -> Self {
        let moment = Stage16.beginning + .seconds(1800)
        return EndedTransaction(
            id: Stage16.id, evse: 1, at: moment,
            end: TransactionEnd(
                transaction: 7, tag: tag, register: ExactDecimal(8345), timestamp: moment, values: values,
                telling: telling),
            register: ExactDecimal(8345), meter: nil, flags: [])
    }
}

extension Telling {
    static func sample(
        _ seqNo: Int64 = 1, state: String? = nil, trigger: String = "ChargingStateChanged", tag: String? = nil
    ) -> Telling {
        Telling(
            name: "tx-7", seqNo: seqNo, trigger: trigger, chargingState: state, tag: tag,
            timestamp: Stage16.beginning + .seconds(60))
    }
}
