import Charging

/// The last entry about each subject since the start, so that nobody has to search for what is not there.
struct LatestEntries: Sendable {
    /// Only of entries after this one something is known.
    private let beginning: Int64
    private var seqs: [Subject: Int64] = [:]

    init(after seq: Int64) { beginning = seq }

    /// There is nothing about any of these subjects after the entry. `false` also where that is not known.
    func isSilent(after seq: Int64, about subjects: Set<Subject>) -> Bool {
        seq >= beginning && subjects.allSatisfy { seqs[$0, default: beginning] <= seq }
    }

    mutating func add(_ latest: [Subject: Int64]) { seqs.merge(latest) { max($0, $1) } }
}
