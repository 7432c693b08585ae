/// Watches whether the other side still lives, counted in ping intervals.
struct Vigil {
    /// Intervals of silence after which a connection is dead.
    static let patience = 2

    private var silence = 0
    private var heard = true
    /// While nothing is read, because the consumer is slow, silence says nothing about the other side.
    var isListening = true

    mutating func hear() { heard = true }

    /// An interval has passed; `true` when the other side has to be given up.
    mutating func tick() -> Bool {
        silence = heard || !isListening ? 0 : silence + 1
        heard = false
        return silence >= Self.patience
    }
}
