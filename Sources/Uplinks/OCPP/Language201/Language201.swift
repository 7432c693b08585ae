package import Charging
package import OCPP
import OCPP201
import Trust

/// How the site is told to a CSMS in OCPP 2.0.1 or 2.1, whatever the wallbox itself speaks.
///
/// The site is a station there that numbers its messages and names its transactions. The names are made from those of
/// the site, so that they are the same after a restart and with every retry.
package struct Language201: Language {
    package let dialect: Dialect
    /// Names of transactions are unique within it.
    private let lane: String

    /// - Parameters:
    ///   - dialect: 2.0.1 or 2.1.
    ///   - lane: the name of the lane, which no other way to the same CSMS may have.
    package init(_ dialect: Dialect, lane: String) {
        precondition(dialect != .ocpp16, "OCPP 1.6 is another language")
        self.dialect = dialect
        self.lane = lane
    }

    /// The lane is one of this uplink's.
    func belongs(to uplink: UplinkName) -> Bool { lane.hasPrefix("\(uplink)/") }

    package func rendering(
        of entry: Entry, session: KnownSession?, isLate: Bool, memory: LaneMemory, preset: Preset
    ) -> Rendering {
        let translation = EntryTranslation201(
            language: self, entry: entry, session: session, isLate: isLate, memory: memory, preset: preset)
        switch translation.rendering {
        case .messages(let messages):
            let taken = messages.filter { preset.takes($0.action) && !memory.leftOut.contains($0.action) }
            if taken.isEmpty {
                let actions = Set(messages.map(\.action)).sorted().joined(separator: " and ")
                return .nothing("The CSMS does not take \(actions).")
            }
            return .messages(taken)
        case let other: return other
        }
    }

    /// How the CSMS calls a transaction of ours: a UUID of version 8 (RFC 9562, section 5.8), which are for digests of
    /// whatever is unique.
    package func name(of transaction: TransactionID) -> String {
        var bytes = Array(Digest.sha256.hash(Array("ohmstead/transaction/\(transaction)/\(lane)".utf8)).prefix(16))
        bytes[6] = bytes[6] & 0x0F | 0x80
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits = Array(Hex.text(bytes))
        return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }.joined(separator: "-")
    }

    package func answer(_ payload: Payload, to message: OutgoingMessage) throws(PayloadError) -> CloudAnswer {
        guard message.call is TransactionEvent else { return CloudAnswer() }
        let response = try payload.decode(TransactionEvent.Response.self)
        return CloudAnswer(verdict: response.idTokenInfo.map { TagAnswer($0) })
    }

    /// JSON as it was recorded; `nil` where it is none.
    static func payload(_ json: String) -> Payload? {
        guard case .call(_, _, let payload) = Frame("[2,\"\",\"Recorded\",\(json)]") else { return nil }
        return payload
    }
}
