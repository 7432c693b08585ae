/// Follows one register of one meter, and tells a reset, a rollover, an exchange and a glitch apart.
///
/// A register only grows. One that fell may have been read wrongly once (zeros are common), so it is believed only
/// when two further readings agree with it; until then the readings are kept and nothing is counted from them.
package struct RegisterTrack: Hashable, Codable, Sendable {
    /// The last mark that was believed.
    package private(set) var last: RegisterMark?
    /// Whose register it is, as far as was ever told.
    package private(set) var serialNumber: String?
    /// The segment that `last` is in; `nil` before the first reading, and after one that was judged by a program that
    /// knew no segments.
    package private(set) var segment: RegisterSegment?
    /// The last quarter hour that is decided.
    package private(set) var decided: Timestamp?
    /// Marks that did not follow and wait for confirmation, oldest first.
    private var suspects: [RegisterMark]?

    /// How often a mark that does not follow must come before it is believed.
    private static let confirmations = 3
    /// A trusted clock this far before the last quarter hour decided proves that a wrong clock decided it.
    private static let wrongClock = Duration.hours(24)

    package init() {}

    /// From what a program knew that followed only import registers and no segments.
    init(last: MeterMark, suspects: [MeterMark]) {
        self.last = RegisterMark(last)
        serialNumber = last.serialNumber
        if !suspects.isEmpty { self.suspects = suspects.map(RegisterMark.init) }
    }

    /// What to think of the mark. `modulus` is the value at which the register starts again at 0, in Wh.
    func judge(_ mark: RegisterMark, serialNumber answering: String?, bounds: RegisterBounds) -> Judgement {
        guard let last else { return .normal }
        if let serialNumber, let answering, serialNumber != answering { return .exchanged }
        if mark.follows(last, within: bounds) { return .normal }
        if mark.isStepBelow(last) { return .held }
        let wrapped = bounds.modulus.flatMap { mark.unwrapped(over: $0, from: last, within: bounds) } != nil
        // Near its largest value a register that was read as 0 once looks like one that has just passed it.
        if wrapped, mark.value.digits != 0 { return .rollover }
        let suspects = suspects ?? []
        guard suspects.count + 1 >= Self.confirmations, let previous = suspects.last,
            mark.follows(previous, within: bounds)
        else { return .suspect }
        if wrapped { return .rollover }
        return mark.value >= last.value ? .leap : .reset
    }

    /// The segment that begins with a mark so judged.
    func segment(begunBy mark: RegisterMark, _ judgement: Judgement, of register: OBIS, serialNumber: String?)
        -> RegisterSegment?
    {
        guard judgement.isAccepted else { return nil }
        let began = RegisterSegment.Beginning(judgement)
        if began == nil, segment != nil { return nil }
        return RegisterSegment(
            register: register, number: (segment?.number ?? 0) + 1, began: began ?? .first, at: mark.at,
            start: mark.value, serialNumber: serialNumber ?? self.serialNumber, before: last?.value, beforeAt: last?.at)
    }

    /// Remembers the mark as it was judged; `counted` is its value as it counts.
    mutating func remember(
        _ mark: RegisterMark, counted: ExactDecimal?, serialNumber: String?, begins: RegisterSegment?,
        within bounds: RegisterBounds
    ) {
        if let counted {
            last = mark
            last?.value = counted
            suspects = nil
            self.serialNumber = serialNumber ?? self.serialNumber
            if let begins { segment = begins }
            if mark.isTrusted, let decided, mark.at < decided - Self.wrongClock { self.decided = nil }
        } else if let previous = suspects?.last, mark.follows(previous, within: bounds) {
            suspects = ((suspects ?? []) + [mark]).suffix(Self.confirmations)
        } else {
            suspects = [mark]
        }
    }

    /// Quarter hours up to this one are decided.
    mutating func decide(upTo boundary: Timestamp) { decided = max(decided ?? boundary, boundary) }

    /// Another run of the box: its monotonic time says nothing of the one before.
    mutating func beginRun() {
        last?.monotonic = nil
        guard let suspects else { return }
        self.suspects = suspects.map { mark in
            var mark = mark
            mark.monotonic = nil
            return mark
        }
    }
}
