import Charging
import GRDB

/// What one commit does: events become entries, projections change with them, and either all of it is on disk or
/// none of it happened.
struct GroupCommit: Sendable {
    var events: [Event]
    var stamp: Stamp
    var coder: BodyCoder

    struct Outcome: Sendable {
        var tail: Tail
        /// One for each event, in their order.
        var answers: [Result<Answer, RecordingError>]
        /// The last entry about each subject of the commit.
        var latest: [Subject: Int64]
        /// Pages written to the write-ahead log since the file was opened.
        var pagesWritten: Int
    }

    /// Runs on the writing connection. `tail` is where the journal ends; the outcome's tail counts only if this returns.
    func run(after tail: Tail, in db: Database) throws -> Outcome {
        do {
            return try attempt(after: tail, in: db, isCareful: false)
        } catch is RefusedEvent {
            // Rare, so the price of looking at every event by itself is paid only now.
            return try attempt(after: tail, in: db, isCareful: true)
        }
    }

    private func attempt(after tail: Tail, in db: Database, isCareful: Bool) throws -> Outcome {
        var outcome = Outcome(tail: tail, answers: [], latest: [:], pagesWritten: 0)
        outcome.answers.reserveCapacity(events.count)
        try db.inTransaction(.immediate) {
            for event in events {
                outcome.answers.append(
                    isCareful ? try recordApart(event, &outcome, db) : .success(try record(event, &outcome, db)))
            }
            return .commit
        }
        outcome.pagesWritten = db.pagesWritten
        return outcome
    }

    private func record(_ event: Event, _ outcome: inout Outcome, _ db: Database) throws -> Answer {
        do {
            let decision = try outcome.tail.site.apply(event, at: stamp, history: RecordedHistory(db: db, coder: coder))
            for (subject, fact) in decision.facts {
                let boot = try outcome.tail.number(of: stamp.boot, in: db)
                let entry = Entry(seq: outcome.tail.seq + 1, stamp: stamp, subject: subject, fact: fact)
                try EntryWriter(db: db, coder: coder).insert(entry, boot: boot)
                outcome.tail.seq = entry.seq
                outcome.latest[subject] = entry.seq
            }
            return decision.answer
        } catch let error as DatabaseError where error.resultCode != .SQLITE_CONSTRAINT {
            throw error
        } catch {
            throw RefusedEvent(reason: String(describing: error))
        }
    }

    private func recordApart(
        _ event: Event, _ outcome: inout Outcome, _ db: Database
    ) throws -> Result<Answer, RecordingError> {
        let before = (outcome.tail, outcome.latest)
        do {
            var answer: Answer?
            try db.inSavepoint {
                answer = try record(event, &outcome, db)
                return .commit
            }
            return .success(answer!)
        } catch let refused as RefusedEvent {
            (outcome.tail, outcome.latest) = before
            return .failure(.storage(refused.reason))
        }
    }
}

/// An event the rules or the tables cannot take, though the disk is well. Its neighbours in the commit go on.
private struct RefusedEvent: Error {
    var reason: String
}
