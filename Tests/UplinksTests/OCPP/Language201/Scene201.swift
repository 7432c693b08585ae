import OCPP
import OCPP201
import SchemaSupport
import Testing
import Uplinks

@testable import Charging

/// A lane to a CSMS, as far as a language knows of one: what is told is written, held against the published schemas,
/// and taken as answered.
struct Scene201 {
    var language = Language201(.ocpp201, lane: "csms/CP1")
    var preset = Preset(name: "generic")
    var memory = LaneMemory()
    var session = Session.running()
    var isSettled = false
    var isLate = false
    /// Seconds after the beginning.
    var clock: Int64 = 0

    static let id = TransactionID(100)!
    static let schemas: [Dialect: [String: JSONSchema]] = [
        .ocpp201: (try? SharedData.schemas("v201")) ?? [:], .ocpp21: (try? SharedData.schemas("v21")) ?? [:],
    ]

    static func at(_ seconds: Int64) -> Timestamp { Session.beginning + .seconds(seconds) }

    func rendering(_ fact: Fact, withSession: Bool = true) throws -> Rendering {
        let subject: Subject
        if case .reading = fact { subject = .meter("M") } else { subject = .station("CP1") }
        let entry = Entry(
            seq: 1, stamp: Stamp(at: Self.at(clock), boot: "b", monotonic: 0, trusted: true), subject: subject,
            fact: fact)
        let rendering = language.rendering(
            of: entry, session: withSession ? KnownSession(session, isSettled: isSettled) : nil, isLate: isLate,
            memory: memory, preset: preset)
        if case .messages(let messages) = rendering {
            for message in messages { try Self.check(message.call, language.dialect) }
        }
        return rendering
    }

    /// What is told, and taken as answered.
    @discardableResult
    mutating func tell(_ fact: Fact, withSession: Bool = true) throws -> [OutgoingMessage] {
        guard case .messages(let messages) = try rendering(fact, withSession: withSession) else { return [] }
        for message in messages { memory.answered(message) }
        return messages
    }

    /// The one event that is told.
    mutating func event(_ fact: Fact, withSession: Bool = true) throws -> TransactionEvent {
        let messages = try tell(fact, withSession: withSession)
        try #require(messages.count == 1)
        return try #require(messages[0].call as? TransactionEvent)
    }

    /// Nothing of it is anything the standard does not allow.
    static func check(_ call: some Call, _ dialect: Dialect) throws {
        let frame = try FrameWriter.call(call, id: MessageID("1"), dialect)
        guard let schema = schemas[dialect]?["\(type(of: call).action)Request"] else {
            if SharedData.isPresent { Issue.record("There is no schema of \(type(of: call).action).") }
            return
        }
        guard case .array(let elements) = try JSONValue(frame), elements.count == 4 else {
            Issue.record("That is no call: \(frame)")
            return
        }
        #expect(schema.complaints(about: elements[3]) == [], "\(frame)")
    }
}

extension LaneMemory {
    /// What a lane remembers of a message that was answered.
    mutating func answered(_ message: OutgoingMessage) {
        switch message.purpose {
        case .start(var transaction):
            transaction.phase = .open
            transaction.nextSeqNo = (message.seqNo ?? 0) + 1
            self[transaction.id] = transaction
        case .progress(let id):
            self[id]?.nextSeqNo = (message.seqNo ?? 0) + 1
            if let state = message.chargingState { self[id]?.chargingState = state }
            if message.tag != nil { self[id]?.toldTag = true }
            if let valueAt = message.valueAt { self[id]?.lastValue = valueAt }
        case .stop(let id, let energy):
            self[id]?.phase = .ended
            self[id]?.toldEnergy = energy
        case .other:
            if let valueAt = message.valueAt { lastIdleValue = valueAt }
        }
    }
}

extension Session {
    /// Transaction 100 runs since the beginning, and the station's own register counts.
    static func running(
        evse: Int = 1, tag: String? = "04A1B2C3", register: ExactDecimal? = ExactDecimal(1000),
        meter: ExactDecimal? = nil, name: String? = nil, flags: Set<SessionFlag> = []
    ) -> Session {
        let mark = meter.map { MeterMark(meter: "M", serialNumber: "S", at: Scene201.at(-3), register: $0) }
        return Session(
            station: "CP1", evse: evse, transaction: Scene201.id, name: name, tag: tag, pluggedIn: Scene201.at(-30),
            started: Scene201.at(0), stationRegister: RegisterSpan(start: register),
            meterSegments: mark.map { [MeterSegment(start: $0, stop: $0)] } ?? [], flags: flags)
    }

    func ended(wattHours: Int64?, reason: String? = "Local", after seconds: Int64 = 3600) -> Session {
        var session = self
        session.stopped = Scene201.at(seconds)
        session.pluggedOut = Scene201.at(seconds + 60)
        session.stopReason = reason
        session.energy = wattHours.map { Energy(wattHours: $0) }
        session.energySource = meterSegments.isEmpty ? .station : .meter
        return session
    }
}

extension Fact {
    static func started(_ start: TransactionStart? = .sample()) -> Fact {
        .transactionStarted(
            StartedTransaction(
                id: Scene201.id, name: start?.telling?.name, evse: start?.evse ?? 1, at: Scene201.at(0), start: start,
                register: start?.register, flags: []))
    }

    static func ended(_ end: TransactionEnd? = .sample()) -> Fact {
        .transactionEnded(
            EndedTransaction(
                id: Scene201.id, evse: 1, at: Scene201.at(3600), end: end, register: end?.register, flags: []))
    }

    static func metered(
        _ samples: Charging.SampledValue..., at seconds: Int64 = 600, evse: Int = 1, telling: Telling? = nil
    ) -> Fact {
        .meterReport(
            MeterReport(
                evse: evse, transaction: telling == nil ? 100 : nil,
                values: samples.isEmpty
                    ? [] : [Charging.MeterValue(timestamp: Scene201.at(seconds), sampledValues: samples)],
                telling: telling))
    }

    static func state(_ state: ConnectorState, evse: Int = 1, at seconds: Int64? = nil) -> Fact {
        .status(Charging.ConnectorStatus(evse: evse, state: state, timestamp: seconds.map { Scene201.at($0) }))
    }

    static func read(
        _ register: String, at seconds: Int64, _ others: [RegisterValue] = [], judgement: Judgement = .normal
    ) -> Fact {
        let value = RegisterValue(obis: .energyImport, value: ExactDecimal(register)!, unit: "Wh", raw: "")
        return .reading(
            JudgedReading(
                reading: MeterReading(
                    meter: "M", serialNumber: "S", at: Scene201.at(seconds), registers: [value] + others),
                judgement: judgement))
    }
}

extension TransactionStart {
    static func sample(
        tag: String? = "04A1B2C3", register: Int64? = 1000, telling: Telling? = nil, reservation: Int64? = nil,
        values: [Charging.MeterValue]? = nil
    ) -> TransactionStart {
        TransactionStart(
            evse: 1, tag: tag, register: register.map { ExactDecimal($0) }, timestamp: Scene201.at(0),
            reservation: reservation, telling: telling, values: values)
    }
}

extension TransactionEnd {
    static func sample(
        tag: String? = nil, register: Int64? = 8345, reason: String = "Local", values: [Charging.MeterValue] = [],
        telling: Telling? = nil
    ) -> TransactionEnd {
        TransactionEnd(
            transaction: 100, tag: tag, register: register.map { ExactDecimal($0) }, timestamp: Scene201.at(3600),
            reason: reason, values: values, telling: telling)
    }
}

extension Telling {
    static func sample(
        _ trigger: String, _ seqNo: Int64 = 0, offline: Bool = false, state: String? = nil, remoteStart: Int64? = nil,
        tag: String? = nil, at seconds: Int64 = 0
    ) -> Telling {
        Telling(
            name: "TX-1", seqNo: seqNo, trigger: trigger, offline: offline, chargingState: state,
            remoteStart: remoteStart, tag: tag, timestamp: Scene201.at(seconds))
    }
}

extension TransactionEvent {
    /// The register that is told with that context, in Wh.
    func register(_ context: ReadingContext) -> String? {
        (meterValue ?? []).lazy.flatMap(\.sampledValue).first {
            $0.context == context && $0.measurand == .energyActiveImportRegister && $0.signedMeterValue == nil
        }?.value.text
    }
}
