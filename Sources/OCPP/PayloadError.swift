/// Why a payload could not be read as the message it should be.
package enum PayloadError: Error, Hashable, Sendable {
    /// The payload is no object.
    case noObject
    case missing(field: String)
    case wrongType(field: String)
    /// The field holds a word or number it may not hold.
    case unacceptable(String)

    /// The right answer to a call with such a payload.
    package var callError: CallError {
        switch self {
        case .noObject: CallError(.formationViolation, "The payload must be an object.")
        case .missing(let field): CallError(.protocolError, "\(field) is missing.")
        case .wrongType(let field): CallError(.typeConstraintViolation, "\(field) has the wrong type.")
        case .unacceptable(let reason): CallError(.propertyConstraintViolation, reason)
        }
    }
}
