/// Finds the telegrams of IEC 62056-21: a block between STX and ETX with a check character behind it, or lines that a
/// meter pushes by itself, from a `/` to a `!`.
struct D0Finder: TelegramFinder {
    private(set) var discardedBytes = 0
    /// From the `/` of the identification on, or from STX where none was heard; empty while neither has come.
    private var frame: [UInt8] = []
    /// Where STX stands in it.
    private var blockStart: Int?
    private var hasValues = false
    /// ETX has come; the next byte is the check character, whatever it is.
    private var awaitsCheck = false

    private static let stx: UInt8 = 0x02
    private static let etx: UInt8 = 0x03

    mutating func feed(_ byte: UInt8, into outcomes: inout [TelegramOutcome]) {
        let character = byte.sevenBits
        if frame.isEmpty {
            begin(byte)
        } else if awaitsCheck {
            frame.append(byte)
            finish(into: &outcomes)
        } else if character == UInt8(ascii: "/"), frame.last?.endsLine == true {
            restart(byte, into: &outcomes)
        } else if character == Self.stx {
            if hasValues || blockStart != nil { return restart(byte, into: &outcomes) }
            blockStart = frame.count
            frame.append(byte)
        } else if blockStart == nil, character == 0x0D || character == 0x0A, endsWithMark {
            finish(into: &outcomes)
        } else {
            frame.append(byte)
            awaitsCheck = blockStart != nil && character == Self.etx
            if character == UInt8(ascii: "(") { hasValues = true }
            if frame.count > TelegramReader.maximumBytes { discard(.tooLong, into: &outcomes) }
        }
    }

    /// The frame's last line is a `!` and nothing else.
    private var endsWithMark: Bool {
        frame.count >= 2 && frame[frame.count - 1].sevenBits == UInt8(ascii: "!") && frame[frame.count - 2].endsLine
    }

    private mutating func begin(_ byte: UInt8) {
        switch byte.sevenBits {
        case UInt8(ascii: "/"): frame = [byte]
        case Self.stx:
            frame = [byte]
            blockStart = 0
        case 0x0D, 0x0A: break
        default: discardedBytes += 1
        }
    }

    /// Another telegram begins. What came so far was one that broke off, or only an identification: an optical head
    /// gives back what is sent through it, and a meter that is not answered says its name again.
    private mutating func restart(_ byte: UInt8, into outcomes: inout [TelegramOutcome]) {
        if hasValues {
            discard(.truncated, into: &outcomes)
        } else {
            discardedBytes += frame.count
            clear()
        }
        begin(byte)
    }

    private mutating func finish(into outcomes: inout [TelegramOutcome]) {
        var damage: TelegramDamage?
        // What was pushed and broke off in the middle of a line has the next telegram behind it, in the same frame.
        for start in blockStart == nil ? Array(frame.starts) : [0] {
            do throws(TelegramDamage) {
                let telegram = try D0Decoder.telegram(frame[start...], blockStart: blockStart)
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

    private mutating func discard(_ damage: TelegramDamage, into outcomes: inout [TelegramOutcome]) {
        outcomes.append(.damaged(damage))
        discardedBytes += frame.count
        clear()
    }

    private mutating func clear() {
        frame = []
        blockStart = nil
        hasValues = false
        awaitsCheck = false
    }
}
