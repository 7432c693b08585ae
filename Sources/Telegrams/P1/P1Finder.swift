/// Finds the telegrams of a P1 port: from a `/` to a `!` at the beginning of a line, and the checksum behind it.
struct P1Finder: TelegramFinder {
    let zone: MeterZone
    private(set) var discardedBytes = 0
    /// From the `/` on; empty while none has come.
    private var frame: [UInt8] = []
    /// Where the `!` stands in it.
    private var mark: Int?
    private var cipher: CipheredFrame?

    private static let checksumDigits = 4

    init(zone: MeterZone) { self.zone = zone }

    mutating func feed(_ byte: UInt8, into outcomes: inout [TelegramOutcome]) {
        if cipher != nil {
            decipher(byte, into: &outcomes)
        } else if !frame.isEmpty {
            collect(byte, into: &outcomes)
        } else if byte.sevenBits == UInt8(ascii: "/") {
            frame = [byte]
        } else if byte == CipheredFrame.tag {
            cipher = CipheredFrame()
        } else if byte != 0x0D && byte != 0x0A {
            discardedBytes += 1
        }
    }

    private mutating func collect(_ byte: UInt8, into outcomes: inout [TelegramOutcome]) {
        let character = byte.sevenBits
        if character == UInt8(ascii: "/"), mark != nil || frame.last?.endsLine == true {
            discard(.truncated, into: &outcomes)
            frame = [byte]
        } else if let mark {
            guard character != 0x0D && character != 0x0A else { return finish(mark, into: &outcomes) }
            frame.append(byte)
            if frame.count == mark + 1 + Self.checksumDigits { finish(mark, into: &outcomes) }
        } else {
            if character == UInt8(ascii: "!"), frame.last?.endsLine == true { mark = frame.count }
            frame.append(byte)
            if frame.count > TelegramReader.maximumBytes { discard(.tooLong, into: &outcomes) }
        }
    }

    /// A telegram that broke off in the middle of a line has the next one behind it, in the same frame.
    private mutating func finish(_ mark: Int, into outcomes: inout [TelegramOutcome]) {
        var damage: TelegramDamage?
        for start in frame.starts {
            do throws(TelegramDamage) {
                let telegram = try P1Decoder.telegram(frame[start...mark], checksum: frame[(mark + 1)...], zone: zone)
                if start > 0 {
                    outcomes.append(.damaged(.truncated))
                    discardedBytes += start
                }
                outcomes.append(.telegram(telegram))
                return clear()
            } catch {
                damage = damage ?? error
            }
        }
        discard(damage ?? .truncated, into: &outcomes)
    }

    private mutating func decipher(_ byte: UInt8, into outcomes: inout [TelegramOutcome]) {
        switch cipher?.feed(byte) {
        case .complete(let count):
            cipher = nil
            discardedBytes += count
            outcomes.append(.damaged(.encrypted))
        case .foreign(let bytes):
            cipher = nil
            discardedBytes += 1
            for byte in bytes.dropFirst() { feed(byte, into: &outcomes) }
        case .incomplete, nil: break
        }
    }

    private mutating func discard(_ damage: TelegramDamage, into outcomes: inout [TelegramOutcome]) {
        outcomes.append(.damaged(damage))
        discardedBytes += frame.count
        clear()
    }

    private mutating func clear() {
        frame = []
        mark = nil
    }
}

extension [UInt8] {
    /// Where a telegram of text may begin, the first few of them.
    var starts: some Sequence<Int> {
        indices.lazy.filter { self[$0].sevenBits == UInt8(ascii: "/") }.prefix(8)
    }
}
