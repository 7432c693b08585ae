package import Charging

/// What really happened at a simulated wallbox, to compare the gateway's and the cloud's books with.
package struct WallboxTruth: Sendable {
    package struct Transaction: Hashable, Sendable {
        package var connector: Int
        package var tag: String
        package var startedAt: Timestamp
        /// The register at the start, in Wh.
        package var startRegister: Int64
        package var stoppedAt: Timestamp?
        package var stopRegister: Int64?
        package var reason: String?
        /// What the central system calls it; `nil` until it said so.
        package var id: Int32?
        package var startAcknowledged = false
        package var stopAcknowledged = false

        /// In Wh; `nil` while it runs.
        package var energy: Int64? { stopRegister.map { $0 - startRegister } }
    }

    /// A message the central system answered, so it must be in its books.
    package struct Acknowledged: Hashable, Sendable {
        package var at: Timestamp
        package var action: String
        /// The frame, to the letter.
        package var frame: String
        /// The payload of the answer, to the letter.
        package var answer: String
        /// Its place in `transactions`.
        package var transaction: Int?
    }

    /// In the order they began.
    package var transactions: [Transaction] = []
    /// In the order the answers came; a message that was told twice is here twice.
    package var acknowledged: [Acknowledged] = []
    /// How many messages were answered, also where they are not kept.
    package var acknowledgedCount = 0
    /// Answers that cannot be right, as sentences: a second id for the same start, for instance.
    package var contradictions: [String] = []

    package init() {}
}
