/// The answer to a call that could not be dealt with. OCPP-J 1.6, section 4.2.3; OCPP 2.0.1 Part 4, section 4.
package struct CallError: Error, Hashable, Sendable {
    package var code: CallErrorCode
    package var description: String

    package init(_ code: CallErrorCode, _ description: String = "") {
        self.code = code
        self.description = description
    }
}

/// What went wrong with a call. Open: vendors add their own words.
///
/// Two of the standard's words were misspelt in 1.6 and put right later. Both spellings are understood and are the same
/// code here; what is sent is the spelling of the connection's version.
package struct CallErrorCode: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue =
            switch rawValue {
            case "FormatViolation": "FormationViolation"
            case "OccurrenceConstraintViolation": "OccurenceConstraintViolation"
            default: rawValue
            }
    }

    package var description: String { rawValue }

    /// The action's name is unknown.
    package static let notImplemented = CallErrorCode(rawValue: "NotImplemented")
    /// The action is known, but this side does not support it.
    package static let notSupported = CallErrorCode(rawValue: "NotSupported")
    package static let internalError = CallErrorCode(rawValue: "InternalError")
    /// The payload lacks something the action needs (1.6), or has not the shape of one (2.0.1 and later).
    package static let protocolError = CallErrorCode(rawValue: "ProtocolError")
    /// Also the answer to a call that comes before the station was accepted.
    package static let securityError = CallErrorCode(rawValue: "SecurityError")
    /// The frame is damaged; in 1.6 also a payload that has not the shape of one.
    package static let formationViolation = CallErrorCode(rawValue: "FormationViolation")
    /// A field holds a value it may not hold.
    package static let propertyConstraintViolation = CallErrorCode(rawValue: "PropertyConstraintViolation")
    /// From 2.0.1 on also what the payload lacks.
    package static let occurenceConstraintViolation = CallErrorCode(rawValue: "OccurenceConstraintViolation")
    /// A field is of the wrong type.
    package static let typeConstraintViolation = CallErrorCode(rawValue: "TypeConstraintViolation")
    package static let genericError = CallErrorCode(rawValue: "GenericError")
    /// OCPP 2: the number in front is no type of message.
    package static let messageTypeNotSupported = CallErrorCode(rawValue: "MessageTypeNotSupported")
    /// OCPP 2: the frame is none, its id cannot be read for example.
    package static let rpcFrameworkError = CallErrorCode(rawValue: "RpcFrameworkError")

    /// The word as the version writes it.
    package func spelling(in dialect: Dialect) -> String {
        guard dialect != .ocpp16 else { return rawValue }
        return switch self {
        case .formationViolation: "FormatViolation"
        case .occurenceConstraintViolation: "OccurrenceConstraintViolation"
        default: rawValue
        }
    }
}
