import Charging
import OCPP

/// Why a wish of a CSMS was not fulfilled.
struct Refusal: Error, Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        /// It could not be done, or the station would not.
        case refused
        /// Nobody here can do such a thing.
        case unsupported
        /// This CSMS may watch, and no more.
        case forbidden
        /// A field holds what cannot be made sense of.
        case malformed
    }

    var kind: Kind
    /// A word of the list that OCPP 2.0.1 recommends where it has a fitting one; at most 20 characters.
    var reason: String
    var sentence: String
    /// The station may have done it all the same.
    var isUncertain = false
    /// The code of the error, where it is not that of its kind.
    var code: CallErrorCode?

    init(_ kind: Kind, _ reason: String, _ sentence: String) {
        self.kind = kind
        self.reason = reason
        self.sentence = sentence
    }

    static func refused(_ reason: String, _ sentence: String) -> Refusal { Refusal(.refused, reason, sentence) }

    static func unsupported(_ sentence: String) -> Refusal { Refusal(.unsupported, "UnsupportedRequest", sentence) }

    static func malformed(_ sentence: String) -> Refusal { Refusal(.malformed, "InvalidValue", sentence) }

    static let readOnly = Refusal(
        .forbidden, "NotEnabled",
        "This CSMS watches the station and does not control it; set controls for it where it should.")

    static func unknownEVSE(_ evse: Int) -> Refusal {
        .refused("UnknownEvse", "The station has no EVSE \(evse); name one it has.")
    }

    static func location(_ sentence: String) -> Refusal {
        var refusal = Refusal.refused("InvalidURL", sentence)
        refusal.code = .propertyConstraintViolation
        return refusal
    }

    static let unknownTransaction = Refusal.refused("TxNotFound", "No transaction of that name is known here.")

    /// The answer where the message has no word for it.
    var callError: CallError {
        if let code { return CallError(code, sentence) }
        let code: CallErrorCode =
            switch kind {
            case .refused: .internalError
            case .unsupported: .notSupported
            case .forbidden: .securityError
            case .malformed: .propertyConstraintViolation
            }
        return CallError(code, sentence)
    }
}

extension Refusal {
    init(_ error: CommandError) {
        switch error {
        case .notConnected: self = .refused("StationOffline", "The station is not connected now; try again later.")
        case .disconnected:
            self = .refused("StationOffline", "The station's connection broke before it answered; it may have obeyed.")
            isUncertain = true
        case .notBooted: self = .refused("CSNotAccepted", "The station has not introduced itself yet; try again later.")
        case .timedOut:
            self = .refused("Timeout", "The station did not answer in time; it may have obeyed.")
            isUncertain = true
        case .busy: self = .refused("Busy", "Too many commands wait for the station; try again later.")
        case .unreadable(let why): self = .refused("InternalError", "The station's answer cannot be read: \(why)")
        case .unsupported(let why): self = .unsupported(why)
        case .refused(let code, let description):
            let sentence = "The station answered with the error \(code.prefix(50)). \(description)"
            self =
                [CallErrorCode.notImplemented, .notSupported].contains(CallErrorCode(rawValue: code))
                ? .unsupported(sentence) : .refused("InternalError", sentence)
        }
    }
}
