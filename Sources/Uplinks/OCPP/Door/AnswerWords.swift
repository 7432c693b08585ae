import Charging

/// The words one message may be answered with, and what becomes of the words other versions use.
struct AnswerWords: Sendable {
    let known: Set<String>
    /// For what was not done.
    let refused: String?
    /// For what nobody here can do.
    let unsupported: String?
    /// What stations say that speak another version, and the word for it here.
    let others: [String: String]

    /// Without other words, `Rejected` says both where the message knows it.
    init(
        _ known: String..., refused: String? = nil, unsupported: String? = nil, others: [String: String] = [:]
    ) {
        let rejected = known.contains("Rejected") ? "Rejected" : nil
        self.known = Set(known)
        self.refused = refused ?? rejected
        self.unsupported = unsupported ?? (known.contains("NotSupported") ? "NotSupported" : rejected)
        self.others = others
    }

    /// `nil` for a word that says nothing here.
    func word(for status: String) -> String? {
        if known.contains(status) { return status }
        if let word = others[status] { return word }
        let lowercased = status.lowercased()
        return known.first { $0.lowercased() == lowercased }
    }

    /// `nil` where the message has none, so that an error has to be the answer.
    func word(for refusal: Refusal) -> String? {
        switch refusal.kind {
        case .refused: refused
        case .unsupported: unsupported
        case .forbidden: known.contains("Rejected") ? "Rejected" : nil
        case .malformed: nil
        }
    }
}

/// A status, and what OCPP 2.0.1 can say about it besides.
struct Verdict: Hashable, Sendable {
    var status: String
    var reason: String?
    var info: String?

    init(_ status: String, reason: String? = nil, info: String? = nil) {
        self.status = status
        self.reason = reason
        self.info = info
    }
}

extension AnswerWords {
    /// What the station said, in these words.
    func verdict(on result: CommandResult) throws(Refusal) -> Verdict {
        guard let word = word(for: result.status) else {
            guard let refused else {
                throw .refused("InternalError", "The station answered \(result.status.prefix(50)).")
            }
            return Verdict(refused, reason: "InternalError", info: "The station answered \(result.status.prefix(50)).")
        }
        if let told = result.reason { return Verdict(word, told: told) }
        return Verdict(word, reason: result.remark == nil ? nil : "NoError", info: result.remark)
    }

    /// What was not done, in these words; an error where they have none.
    func verdict(on refusal: Refusal) throws(Refusal) -> Verdict {
        guard let word = word(for: refusal) else { throw refusal }
        return Verdict(word, reason: refusal.reason, info: refusal.sentence)
    }
}

extension Verdict {
    /// Stations of OCPP 2.0.1 give a code and perhaps a sentence, which arrive here as `Code: sentence`.
    fileprivate init(_ status: String, told: String) {
        let parts = told.split(separator: ": ", maxSplits: 1)
        guard let code = parts.first, code.count <= 20, !code.contains(" ") else {
            self.init(status, reason: "Unspecified", info: told)
            return
        }
        self.init(status, reason: String(code), info: parts.count == 2 ? String(parts[1]) : nil)
    }
}
