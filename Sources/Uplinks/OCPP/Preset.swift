/// What one kind of cloud needs, as data. `docs/uplinks.md` gives the source of each line.
package struct Preset: Hashable, Sendable {
    /// What becomes of a start that may have arrived.
    package enum Ambiguity: String, Hashable, Sendable {
        /// It is sent again, to the letter: the cloud knows it again, as OCPP 1.6 (section 3.7.1) has stations do.
        case resend
        /// The cloud would take it for another one, so a person decides.
        case park
    }

    package var name: String
    /// The messages it takes; `nil` means all of them.
    package var takes: Set<String>?
    package var ambiguousStart = Ambiguity.resend
    /// A `transactionId` of 0 says that the start is refused and nothing more is wanted of it (1.6).
    package var refusesByZero = false
    /// Neither side calls while a call of the other waits for its answer.
    package var takesTurns = false
    /// After a lost connection it refuses with 401 for a while, because it has not noticed the loss; that is no wrong
    /// password before this long.
    package var toleratesUnauthorized = Duration.zero
    /// Whose the transactions are that nobody's tag belongs to: OCPP 1.6 wants a tag with every start.
    package var anonymousTag = "ANONYMOUS"
    /// How often the meter's register is told while a transaction runs that counts by it.
    package var valuesEvery = Duration.seconds(60)
    /// How often the meter's register is told outside transactions; `nil` is never.
    package var idleValues: Duration?
    /// The token that names the station is part of the URL, which is a secret then.
    package var hidesPath = false

    package init(name: String) { self.name = name }

    package func takes(_ action: String) -> Bool { takes?.contains(action) ?? true }
}
