import Charging

extension CommandError {
    /// As a sentence.
    var words: String {
        switch self {
        case .notConnected: "it is not connected."
        case .notBooted: "it has not introduced itself yet."
        case .timedOut: "it did not answer in time."
        case .refused(let code, _): "it answered with the error \(code)."
        case .unreadable: "its answer could not be read."
        case .busy: "too many commands wait for it."
        case .disconnected: "the connection broke before it answered."
        case .unsupported(let reason): reason
        }
    }
}
