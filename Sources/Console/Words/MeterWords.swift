package import Charging

// The words for what happens to meters.

extension Judgement {
    package var words: String {
        switch self {
        case .normal: ""
        case .held: "one step back, not counted"
        case .suspect: "does not follow, not counted"
        case .leap: "rose faster than can be"
        case .rollover: "started again at 0"
        case .reset: "was set back"
        case .exchanged: "another meter"
        case .noRegister: "no such register"
        }
    }
}

extension RegisterSegment.Beginning {
    package var words: String {
        switch self {
        case .first: "first reading"
        case .exchanged: "another meter"
        case .reset: "was set back"
        case .rollover: "started again at 0"
        case .leap: "rose faster than can be"
        }
    }
}

extension MissingQuarterHours.Reason {
    package var words: String {
        switch self {
        case .silent: "not read"
        case .clock: "the box's clock was set"
        case .segment: "set back or exchanged"
        }
    }
}

extension MeterSilence.Reason {
    package var words: String {
        switch self {
        case .overdue: "nothing came"
        case .repeats: "the same old telegram"
        case .unanswered: "no answer"
        case .garbled: "no proper answer"
        case .refused: "an error for an answer"
        case .unreachable: "line or network gone"
        }
    }
}
