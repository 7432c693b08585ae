/// How a meter's serial line is set when it leaves the factory: `[serial]` in its profile.
package struct SerialDefaults: Hashable, Decodable, Sendable {
    package var baud: Int
    package var parity: Parity
    package var stopBits: Int
    /// Its Modbus address; where the file does not say, each meter has another.
    package var unit: UInt8?

    enum CodingKeys: String, CodingKey {
        case baud
        case parity
        case stopBits = "stop_bits"
        case unit
    }
}

/// What is known of a meter's approval under Directive 2014/32/EU: `[mid]` in its profile. The plate decides.
package struct MIDFacts: Hashable, Decodable, Sendable {
    package enum AccuracyClass: String, CaseIterable, Codable, Sendable {
        case a = "A"
        case b = "B"
        case c = "C"
    }

    /// Whether the meter can be bought with the approval.
    package var variant: Bool
    package var accuracyClass: AccuracyClass?
    /// How to tell the approved ones.
    package var note: String?

    enum CodingKeys: String, CodingKey {
        case variant
        case accuracyClass = "class"
        case note
    }
}

/// What a meter takes of a master.
package struct RequestLimits: Hashable, Sendable {
    /// How many registers it gives in one answer; 60 where the file does not say, which all meters known so far can.
    package var largestBlock: Int
    /// It answers for registers that its document does not have, so that requests may go across them.
    package var readsGaps: Bool
    /// What has to pass between its answer and the next request.
    package var pause: Duration
    /// What it may take to answer, where that is longer than usual.
    package var timeout: Duration?

    package init(largestBlock: Int = 60, readsGaps: Bool = false, pause: Duration = .zero, timeout: Duration? = nil) {
        self.largestBlock = largestBlock
        self.readsGaps = readsGaps
        self.pause = pause
        self.timeout = timeout
    }
}
