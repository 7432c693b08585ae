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
    package var callError: CallError {
        switch self {
        case .noObject: CallError(.formationViolation, "The payload must be an object.")
        case .missing(let field): CallError(.protocolError, "\(field) is missing.")
        case .wrongType(let field): CallError(.typeConstraintViolation, "\(field) has the wrong type.")
        case .unacceptable(let reason): CallError(.propertyConstraintViolation, reason)
        case .outOfBounds(let field, let rule): CallError(.propertyConstraintViolation, "\(field) must \(rule).")
        }
    }

    /// Values know their bounds and not their names, which whoever writes them adds.
    func named(_ name: String) -> PayloadError {
        guard case .outOfBounds("", let rule) = self else { return self }
        return .outOfBounds(field: name, rule: rule)
    }
}
