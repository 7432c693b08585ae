package import Charging
package import OCPP

/// One message on its way to a CSMS, and what it means there.
package struct OutgoingMessage: Sendable {
    package enum Purpose: Hashable, Sendable {
        /// The transaction begins; its id is known once the answer is.
        case start(LaneTransaction)
        /// Values, or another step of a transaction.
        case progress(TransactionID)
        /// The transaction is over; the energy is told in Wh where it is known.
        case stop(TransactionID, energy: Int64?)
        /// Nothing depends on it.
        case other
    }

    package var purpose: Purpose
    package var call: any Call
    /// The number it uses up (2.0.1).
    package var seqNo: Int?
    /// The tag the CSMS will say something about. Once that is answered the tag of the transaction is told.
    package var tag: String?
    /// The charging state it tells, in the words of 2.0.1.
    package var chargingState: String?
    /// When the meter's register was read that it tells.
    package var valueAt: Timestamp?

    package init(
        _ purpose: Purpose, _ call: any Call, seqNo: Int? = nil, tag: String? = nil, chargingState: String? = nil,
        valueAt: Timestamp? = nil
    ) {
        self.purpose = purpose
        self.call = call
        self.seqNo = seqNo
        self.tag = tag
        self.chargingState = chargingState
        self.valueAt = valueAt
    }

    package var action: String { type(of: call).action }

    package var transaction: TransactionID? {
        switch purpose {
        case .start(let transaction): transaction.id
        case .progress(let id), .stop(let id, _): id
        case .other: nil
        }
    }
}

/// What is to be told about an entry.
package enum Rendering: Sendable {
    /// In this order. What the memory knows as told is not among them.
    case messages([OutgoingMessage])
    /// Nothing; why, for the record.
    case nothing(String)
    /// Later: the transaction is over, and its energy is not settled yet.
    case unsettled
    /// Nothing can be: what was told and what the final session says differ, as a sentence for a person.
    case mismatch(String)
}

/// What a CSMS answered to a message about a transaction.
package struct CloudAnswer: Hashable, Sendable {
    /// How the CSMS calls the transaction (1.6), where the message was its start. `0` is told, too.
    package var theirs: String?
    /// What it says of the tag.
    package var verdict: TagAnswer?

    package init(theirs: String? = nil, verdict: TagAnswer? = nil) {
        self.theirs = theirs
        self.verdict = verdict
    }
}
