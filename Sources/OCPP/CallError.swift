/// The answer to a call that could not be dealt with. OCPP-J 1.6, section 4.2.3.
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
/// Two of the standard's words were misspelt in 1.6 and put right later. Both spellings are understood, and the one of
/// 1.6 is what is sent.
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
    /// The payload lacks something the action needs.
    package static let protocolError = CallErrorCode(rawValue: "ProtocolError")
    /// Also the answer to a call that comes before the station was accepted.
    package static let securityError = CallErrorCode(rawValue: "SecurityError")
    /// The frame is damaged, or the payload has not the shape of one.
    package static let formationViolation = CallErrorCode(rawValue: "FormationViolation")
    /// A field holds a value it may not hold.
    package static let propertyConstraintViolation = CallErrorCode(rawValue: "PropertyConstraintViolation")
    package static let occurenceConstraintViolation = CallErrorCode(rawValue: "OccurenceConstraintViolation")
    /// A field is of the wrong type.
    package static let typeConstraintViolation = CallErrorCode(rawValue: "TypeConstraintViolation")
    package static let genericError = CallErrorCode(rawValue: "GenericError")
}
