/// The language a meter's serial port speaks.
package enum TelegramFormat: String, CaseIterable, Codable, Sendable {
    /// The customer port of Dutch, Belgian, Luxembourgish, Austrian, Swedish, Irish and Hungarian meters (DSMR, eMUCS).
    case p1
    /// The optical port of German meters, binary.
    case sml
    /// The optical port of meters everywhere, text (IEC 62056-21).
    case d0
}

/// What bytes turned out to be.
package enum TelegramOutcome: Hashable, Sendable {
    case telegram(Telegram)
    case damaged(TelegramDamage)
}

/// How a line has fared since it was opened.
package struct TelegramCounters: Hashable, Sendable {
    package var telegrams = 0
    package var damaged = 0
    /// Bytes that belong to no telegram that was read: noise, and what was damaged.
    package var discardedBytes = 0

    package init() {}
}

/// Finds telegrams in the bytes of a line as they arrive, whichever way they are cut.
///
/// It waits for the beginning of a telegram, keeps at most ``maximumBytes`` of it, and after anything damaged looks for
/// the next beginning. It opens no port and knows no time.
package struct TelegramReader: Sendable {
    /// Several times the longest telegram a meter sends, with the text message of a grid operator in it.
    package static let maximumBytes = 16_384

    package let format: TelegramFormat
    package private(set) var counters = TelegramCounters()
    private var finder: any TelegramFinder

    /// `zone` is whose time the meter's clock shows, where it shows one (P1).
    package init(_ format: TelegramFormat, zone: MeterZone = .centralEurope) {
        self.format = format
        finder =
            switch format {
            case .p1: P1Finder(zone: zone)
            case .sml: SMLFinder()
            case .d0: D0Finder()
            }
    }

    /// The telegrams that these bytes complete, oldest first.
    package mutating func feed(_ bytes: some Sequence<UInt8>) -> [TelegramOutcome] {
        var outcomes: [TelegramOutcome] = []
        finder.feed(Array(bytes), into: &outcomes)
        for outcome in outcomes {
            switch outcome {
            case .telegram: counters.telegrams += 1
            case .damaged: counters.damaged += 1
            }
        }
        counters.discardedBytes = finder.discardedBytes
        return outcomes
    }
}

/// Cuts telegrams of one format out of a stream.
protocol TelegramFinder: Sendable {
    var discardedBytes: Int { get }
    mutating func feed(_ byte: UInt8, into outcomes: inout [TelegramOutcome])
}

extension TelegramFinder {
    mutating func feed(_ bytes: [UInt8], into outcomes: inout [TelegramOutcome]) {
        for byte in bytes { feed(byte, into: &outcomes) }
    }
}
