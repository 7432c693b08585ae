import Charging
import OCPP

/// Everything that can be wrong with a lane, in words.
extension DeliveryError {
    static let away = DeliveryError(
        .wait(.zero), Trouble("away", "The CSMS is not connected.", remedy: "Nothing; it is tried again by itself."))
}

extension Trouble {
    static let unsettled = Trouble(
        "unsettled", "A transaction's energy waits for the meter's register at its end.",
        remedy: "Nothing; it goes on with the next reading, or without it after a while.")

    static func unanswered(_ action: String) -> Trouble {
        Trouble(
            "unanswered", "The CSMS did not answer \(action) in time.",
            remedy: "Nothing; it is sent again by itself. If this stays, ask the CSMS's operator.")
    }

    static let overlapping = Trouble(
        "overlapping", "The CSMS takes no message just now.", remedy: "Nothing; it is sent again by itself.")

    static func refused(_ action: String, _ reason: String) -> Trouble {
        Trouble(
            "refused", "The CSMS refuses \(action). It said: \(reason)",
            remedy: "It is tried three times, then parked: see `ohmstead uplinks parked`.")
    }

    static func repeated(_ transactions: [TransactionID]) -> Trouble {
        let names = transactions.prefix(5).map(String.init(describing:)).joined(separator: ", ")
        return Trouble(
            "repeated",
            "No answer to the start of transaction \(names)\(transactions.count > 5 ? " and others" : "") was seen, so it "
                + "was sent again.",
            remedy: "Look whether the CSMS has it twice; the log names each one.")
    }

    static func unread(_ reason: String) -> Trouble {
        Trouble("record", "The record cannot be read: \(reason)", remedy: "See the health of the journal.")
    }
}

extension CallFailure {
    /// What went wrong, for a person.
    var sentence: String {
        switch self {
        case .timedOut: "It was not answered in time."
        case .refused(let error): "\(error.code): \(error.description)"
        case .unreadable(let why): "Its answer cannot be read: \(why)"
        case .busy: "Too many messages wait."
        case .disconnected: "The connection was lost."
        case .unsendable(let why): "The message cannot be sent: \(why)"
        }
    }
}
