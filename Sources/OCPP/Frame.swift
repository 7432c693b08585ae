/// What arrived in one text message. OCPP-J 1.6, section 4.2.
package enum Frame: Sendable {
    /// The other side asks: `[2, id, action, payload]`.
    case call(id: MessageID, action: String, payload: Payload)
    /// The other side answers a call of ours: `[3, id, payload]`.
    case result(id: MessageID, payload: Payload)
    /// The other side could not deal with a call of ours: `[4, id, code, description, details]`.
    case error(id: MessageID, error: CallError)
    /// OCPP 2.1: the other side cannot use an answer of ours: `[5, id, code, description, details]`.
    case resultError(id: MessageID, error: CallError)
    /// OCPP 2.1: the other side tells something that is never answered: `[6, id, action, payload]`.
    case send(id: MessageID, action: String, payload: Payload)
    /// A message type that the version does not know. 2.0.1 answers it; 1.6 (section 4.1.3) and 2.1 ignore it.
    case unknown(type: String, id: MessageID?)
    case damaged(Damage)

    /// What can still be told of a frame that cannot be read.
    package struct Damage: Hashable, Sendable {
        package enum Kind: Hashable, Sendable { case call, answer, send, unknown }

        package var kind: Kind
        /// With it a call can be answered, and an answer's call can be failed.
        package var id: MessageID?
        package var reason: String
        /// The byte where it went wrong.
        package var offset: Int
    }

    /// Longer messages are not looked at.
    package static let maximumBytes = 1 << 20
}
