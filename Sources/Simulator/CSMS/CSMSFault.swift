package import Charging
package import OCPP

/// Something a real CSMS, or the network before it, does now and then.
package enum CSMSFault: Hashable, Sendable {
    /// Every connection breaks, and nobody is let in.
    case dead
    /// Takes everything into its books and answers nothing.
    case silent
    /// The connections that are open, or are opened now, are heard no more: no answer, no pong.
    case halfDead
    /// Takes so many messages into its books, and the connection breaks before the answer is out. `nil` is any action.
    case losesAnswers(to: String? = nil, times: Int = 1)
    /// Answers so many calls with an error and has not looked at them. `nil` is any action but the boot.
    case refuses(String? = nil, with: CallErrorCode = .internalError, times: Int = .max)
    /// Answers so much later.
    case slow(Duration)
    /// Answers so many boots with `Pending` or `Rejected`, to be told again after so many seconds.
    case postpones(status: String = "Pending", interval: Int = 1, times: Int = 1)

    /// The fault after it was played once; `nil` when that was the last time.
    var next: CSMSFault? {
        switch self {
        case .dead, .silent, .halfDead, .slow: self
        case .losesAnswers(let action, let times): times > 1 ? .losesAnswers(to: action, times: times - 1) : nil
        case .refuses(let action, let code, let times):
            times > 1 ? .refuses(action, with: code, times: times - 1) : nil
        case .postpones(let status, let interval, let times):
            times > 1 ? .postpones(status: status, interval: interval, times: times - 1) : nil
        }
    }

    /// Whether it is played for this action.
    func concerns(_ action: String) -> Bool {
        switch self {
        case .dead, .silent, .halfDead, .slow: true
        case .losesAnswers(let wanted, _): wanted == nil || wanted == action
        case .refuses(let wanted, _, _): wanted.map { $0 == action } ?? (action != "BootNotification")
        case .postpones: action == "BootNotification"
        }
    }
}

/// What happened at a simulated CSMS.
package struct CSMSEvent: Hashable, Sendable, CustomStringConvertible {
    package enum Kind: Hashable, Sendable {
        case connected(Dialect)
        case disconnected
        case turnedAway(status: Int)
        /// A call, and what it was answered with; both are JSON to the letter. `nil` is no answer.
        case said(action: String, payload: String, answer: String?)
        case asked(action: String, answer: String)
        /// It did what no CSMS can work with.
        case objected(String)
    }

    package var station: String
    package var at: Timestamp
    package var kind: Kind

    package var description: String { "\(station): \(words)" }

    private var words: String {
        switch kind {
        case .connected(let dialect): "connected with \(dialect.rawValue)"
        case .disconnected: "disconnected"
        case .turnedAway(let status): "turned away with \(status)"
        case .said(let action, let payload, let answer): "\(action) \(payload) -> \(answer ?? "no answer")"
        case .asked(let action, let answer): "was asked for \(action) -> \(answer)"
        case .objected(let what): "VIOLATION: \(what)"
        }
    }
}
