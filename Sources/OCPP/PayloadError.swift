/// Why a payload could not be read as the message it should be, or a message must not be sent.
package enum PayloadError: Error, Hashable, Sendable {
    /// The payload is no object.
    case noObject
    case missing(field: String)
    case wrongType(field: String)
    /// The field holds a word or number it may not hold.
    case unacceptable(String)
    /// The field holds more than the standard lets it hold, or less; `rule` is what it must be.
    case outOfBounds(field: String, rule: String)

    /// The right answer to a call with such a payload.
    ///
    /// The versions share most of their codes and not what they mean. In 1.6 `ProtocolError` is for what is incomplete,
    /// `FormationViolation` for what has not the shape of a payload. From 2.0.1 on `ProtocolError` is for the shape, and
    /// a member that has to be there and is not breaks a rule on occurrence.
    package func callError(in dialect: Dialect) -> CallError {
        let code: CallErrorCode =
            switch self {
            case .noObject: dialect == .ocpp16 ? .formationViolation : .protocolError
            case .missing: dialect == .ocpp16 ? .protocolError : .occurenceConstraintViolation
            case .wrongType: .typeConstraintViolation
            case .unacceptable, .outOfBounds: .propertyConstraintViolation
            }
        return CallError(code, sentence)
    }

    package var sentence: String {
        switch self {
        case .noObject: "The payload must be an object."
        case .missing(let field): "\(field) is missing."
        case .wrongType(let field): "\(field) has the wrong type."
        case .unacceptable(let reason): reason
        case .outOfBounds(let field, let rule): "\(field) must \(rule)."
        }
    }

    /// Values know their bounds and not their names, which whoever writes them adds.
    func named(_ name: String) -> PayloadError {
        guard case .outOfBounds("", let rule) = self else { return self }
        return .outOfBounds(field: name, rule: rule)
    }
}
