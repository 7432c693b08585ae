package import Charging

extension [Condition] {
    /// The same list, where what ails several stations of one back office alike is one condition, so that a cloud that
    /// is away does not fill the page with every station it is away from.
    package var folded: [Condition] {
        var alike: [Ailment: [Condition]] = [:]
        for condition in self {
            if let ailment = Ailment(condition) { alike[ailment, default: []].append(condition) }
        }
        var told: Set<Ailment> = []
        return compactMap { condition in
            guard let ailment = Ailment(condition), let all = alike[ailment], all.count > Ailment.mostAlone else {
                return condition
            }
            guard told.insert(ailment).inserted else { return nil }
            return ailment.condition(of: all)
        }
    }
}

/// What can be wrong with many lanes at once.
private struct Ailment: Hashable {
    var uplink: Substring
    var trouble: Substring
    var severity: Severity

    /// So many are told one by one.
    static let mostAlone = 3

    /// `nil` for what is not wrong with a lane: its code is `uplink.<uplink>/<station>.<trouble>`.
    init?(_ condition: Condition) {
        let code = condition.code
        guard code.hasPrefix("uplink."), let slash = code.firstIndex(of: "/"), let point = code.lastIndex(of: "."),
            slash < point
        else { return nil }
        uplink = code[..<slash].dropFirst("uplink.".count)
        trouble = code[code.index(after: point)...]
        severity = condition.severity
    }

    func condition(of all: [Condition]) -> Condition {
        var condition = all[0]
        condition.code = "uplink.\(uplink).\(trouble)"
        condition.since = all.map(\.since).min() ?? condition.since
        condition.summary = "\(uplink), \(all.count) stations alike; \(condition.summary)"
        return condition
    }
}
