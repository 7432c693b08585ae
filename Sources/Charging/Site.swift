/// The site's state: everything the rules remember between two events.
///
/// `apply` decides and `fold` remembers. Recovery folds the entries since the last snapshot, so a restarted site
/// knows exactly what the running one knew; nothing is decided twice.
package struct Site: Sendable {
    package let rules: SiteRules

    package init(rules: SiteRules, firstTransaction: TransactionID) {
        self.rules = rules
    }

    package struct Decision {
        package var facts: [(subject: Subject, fact: Fact)]
        package var answer: Answer
    }

    /// What follows from the event. The site remembers it already when this returns.
    package mutating func apply(_ event: Event, at stamp: Stamp, history: some History) throws -> Decision {
        Decision(facts: [], answer: .recorded)
    }

    /// Remembers what an entry says.
    package mutating func fold(_ fact: Fact, about subject: Subject, at stamp: Stamp) {}

    /// The state as the journal stores it in a snapshot.
    package var snapshot: SiteSnapshot { SiteSnapshot() }
    package mutating func restore(_ snapshot: SiteSnapshot) {}
}
package struct SiteSnapshot: Codable, Sendable {}
