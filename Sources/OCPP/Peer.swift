/// The calls one side makes over one connection: one is outstanding, a bounded number wait for their turn.
/// OCPP-J 1.6, section 4.1.1.
///
/// It knows no socket and no clock. Whoever holds it sends what it says, and tells it what came back or did not.
package struct Peer: ~Copyable, Sendable {
    package enum Admission: Hashable, Sendable {
        /// Send it now.
        case transmit
        /// It is sent when a later input names it.
        case wait
        /// Too many wait already.
        case refuse
    }

    package enum Receipt: Hashable, Sendable {
        /// The answer belongs to the outstanding call; `next` is to be sent now.
        case settled(next: MessageID?)
        /// It came too late, or answers a call nobody made.
        case ignored
    }

    package let waitingLimit: Int
    private var outstanding: MessageID?
    private var waiting: [MessageID] = []

    package init(waitingLimit: Int = 16) {
        self.waitingLimit = waitingLimit
    }

    package mutating func admit(_ id: MessageID) -> Admission {
        guard outstanding != nil else {
            outstanding = id
            return .transmit
        }
        guard waiting.count < waitingLimit else { return .refuse }
        waiting.append(id)
        return .wait
    }

    /// A result, an error, or a damaged answer with a readable id arrived.
    package mutating func receive(_ id: MessageID) -> Receipt {
        // Stations may give an id back as a number that was sent to them as a text.
        guard let outstanding, outstanding.text == id.text else { return .ignored }
        return .settled(next: advance())
    }

    /// Nobody waits for the answer any more: it took too long, or whoever asked is gone. Returns the call to send now.
    package mutating func giveUp(_ id: MessageID) -> MessageID? {
        if outstanding == id { return advance() }
        waiting.removeAll { $0 == id }
        return nil
    }

    /// The connection is gone. Returns every call that will have no answer, in order.
    package mutating func disconnect() -> [MessageID] {
        let lost = (outstanding.map { [$0] } ?? []) + waiting
        outstanding = nil
        waiting = []
        return lost
    }

    private mutating func advance() -> MessageID? {
        outstanding = waiting.isEmpty ? nil : waiting.removeFirst()
        return outstanding
    }
}
