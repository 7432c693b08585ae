import Charging

/// Up to which entry starts may go out without a write of their own.
///
/// A start that may have been sent must not be forgotten by a crash. One by one that costs a wait for the disk each, so
/// in a backlog whole stretches are promised at once: after a crash every start in the stretch counts as perhaps sent.
/// Only of sessions whose figures are settled, for these are told in the same words whenever they are told.
struct Promise {
    /// Entries in a stretch. As many starts at most seem to be sent twice after a crash.
    static let stretch: Int64 = 128

    /// What the memory that is on disk for certain promises.
    private var durable: Int64 = 0
    /// What the daemon before this one promised: it may have sent any of it.
    private var inherited: Int64 = 0
    /// What a delivery promises whose commit was not heard of yet, and up to which entry it goes.
    private var offered: (through: Int64, promise: Int64)?

    mutating func inherit(_ memory: LaneMemory) {
        inherited = memory.promisedThrough ?? 0
        durable = inherited
    }

    func covers(_ seq: Int64) -> Bool { seq <= durable }
    /// A start told at this entry may have been sent before, and nothing else is known of it.
    func isInherited(_ seq: Int64) -> Bool { seq <= inherited }

    mutating func kept(through seq: Int64) { durable = max(durable, seq) }

    mutating func offer(_ memory: LaneMemory, through: Int64) { offered = (through, memory.promisedThrough ?? 0) }

    /// Whoever asks for what comes next has written down what came before.
    mutating func begin(with seq: Int64) {
        if let offered, seq > offered.through { durable = max(durable, offered.promise) }
        offered = nil
    }
}

extension LaneMemory {
    /// Promises the next stretch, as far as the backlog goes.
    mutating func promise(before end: Int64) {
        promisedThrough = max(promisedThrough ?? 0, min(doneThrough + Promise.stretch, end))
    }
}
