/// What the rules remember of one meter.
package struct MeterLedger: Hashable, Codable, Sendable {
    /// The newest reading, whatever was thought of it.
    package private(set) var last: JudgedReading?
    /// Its energy registers.
    package private(set) var tracks: [OBIS: RegisterTrack] = [:]
    /// It gives nothing now.
    package private(set) var silence: MeterSilence?
    /// The run of the box that the newest reading is of.
    private var boot: BootID?

    /// A meter has some ten; one that tells of ever new ones is not followed any further.
    private static let mostTracks = 24

    package init() {}

    /// The import register as it was last believed.
    package var mark: MeterMark? {
        guard let last, let track = tracks[.energyImport], let mark = track.last else { return nil }
        return MeterMark(
            meter: last.reading.meter, serialNumber: track.serialNumber, at: mark.at, register: mark.value)
    }

    /// The segments its registers are in, by register.
    package var segments: [RegisterSegment] {
        tracks.values.compactMap(\.segment).sorted { $0.register < $1.register }
    }

    /// What to think of the reading.
    func judge(_ reading: MeterReading, at stamp: Stamp, bounds: RegisterBounds) -> JudgedReading {
        var judged = JudgedReading(reading: reading, judgement: .noRegister)
        var verdicts: [RegisterVerdict] = []
        var begins: [RegisterSegment] = []
        for value in reading.registers where value.obis.isEnergyRegister && hasRoom(for: value.obis) {
            let track = track(value.obis, in: stamp.boot)
            let mark = RegisterMark(value, of: reading, seq: 0, stamp)
            let judgement = track.judge(mark, serialNumber: reading.serialNumber, bounds: bounds)
            if value.obis == .energyImport { judged.judgement = judgement }
            if judgement != .normal {
                let holds = judgement == .held ? track.last?.value : nil
                verdicts.append(RegisterVerdict(register: value.obis, judgement: judgement, holds: holds))
            }
            track.segment(begunBy: mark, judgement, of: value.obis, serialNumber: reading.serialNumber)
                .map { begins.append($0) }
        }
        judged.verdicts = verdicts.isEmpty ? nil : verdicts
        judged.begins = begins.isEmpty ? nil : begins
        return judged
    }

    /// Remembers the reading as it was judged, and by which entry.
    mutating func remember(_ judged: JudgedReading, seq: Int64, at stamp: Stamp, bounds: RegisterBounds) {
        if boot != stamp.boot {
            for register in tracks.keys { tracks[register]?.beginRun() }
            boot = stamp.boot
        }
        let reading = judged.reading
        for value in reading.registers where value.obis.isEnergyRegister && hasRoom(for: value.obis) {
            tracks[value.obis, default: RegisterTrack()].remember(
                RegisterMark(value, of: reading, seq: seq, stamp), counted: judged.counted(value.obis),
                serialNumber: reading.serialNumber, begins: judged.begins?.first { $0.register == value.obis },
                within: bounds)
        }
        last = judged
        silence = nil
    }

    mutating func remember(_ silence: MeterSilence) { self.silence = silence }

    mutating func remember(_ quarterHours: QuarterHours) {
        for value in quarterHours.values { tracks[value.register]?.decide(upTo: value.at) }
        for range in quarterHours.missing {
            for register in range.registers { tracks[register]?.decide(upTo: range.last) }
        }
    }

    /// The quarter hours that the newest reading decides; `before` is the ledger as it was without it.
    func quarterHours(since before: MeterLedger, bounds: RegisterBounds) -> QuarterHours {
        var result = QuarterHours()
        guard let last, let boot else { return result }
        for value in last.reading.registers where value.obis.isEnergyRegister && last.counted(value.obis) != nil {
            guard let track = tracks[value.obis], let mark = track.last, let segment = track.segment else { continue }
            let earlier = before.track(value.obis, in: boot)
            result.join(
                QuarterHourRule(
                    register: value.obis, previous: earlier.last.map { ($0, earlier.segment) }, now: (mark, segment),
                    judgement: last.judgement(of: value.obis), modulus: bounds.modulus, decided: track.decided
                ).decide())
        }
        return result
    }

    /// The gap that the reading ends, if there should have been one before it. `patience` is how long the meter may
    /// take between two.
    func gap(before reading: MeterReading, patience: Duration) -> MeterGap? {
        guard let last = last?.reading, reading.at - last.at > patience else { return nil }
        return MeterGap(from: last.at, to: reading.at, reason: silence?.reason, detail: silence?.detail)
    }

    private func hasRoom(for register: OBIS) -> Bool { tracks[register] != nil || tracks.count < Self.mostTracks }

    /// As it is to be compared with in this run of the box.
    private func track(_ register: OBIS, in run: BootID) -> RegisterTrack {
        var track = tracks[register] ?? RegisterTrack()
        if run != boot { track.beginRun() }
        return track
    }
}

extension MeterLedger {
    private enum CodingKeys: String, CodingKey {
        case last, tracks, silence, boot, track
    }

    /// The one import register that a meter's ledger followed in version 2 of the data file.
    private struct LoneTrack: Codable {
        var last: MeterMark?
        var suspects: [MeterMark]
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        last = try values.decodeIfPresent(JudgedReading.self, forKey: .last)
        silence = try values.decodeIfPresent(MeterSilence.self, forKey: .silence)
        boot = try values.decodeIfPresent(BootID.self, forKey: .boot)
        if let lone = try values.decodeIfPresent(LoneTrack.self, forKey: .track), let mark = lone.last {
            tracks = [.energyImport: RegisterTrack(last: mark, suspects: lone.suspects)]
        } else {
            tracks = try values.decodeIfPresent([OBIS: RegisterTrack].self, forKey: .tracks) ?? [:]
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encodeIfPresent(last, forKey: .last)
        try values.encode(tracks, forKey: .tracks)
        try values.encodeIfPresent(silence, forKey: .silence)
        try values.encodeIfPresent(boot, forKey: .boot)
    }
}

extension RegisterMark {
    init(_ value: RegisterValue, of reading: MeterReading, seq: Int64, _ stamp: Stamp) {
        self.init(
            value: value.value, at: reading.at, seq: seq, monotonic: stamp.monotonic, trusted: stamp.trusted)
    }
}
