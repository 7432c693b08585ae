/// Finds the files of the SML transport, version 1: escape, begin, payload in steps of four bytes, escape, end.
struct SMLFinder: TelegramFinder {
    private(set) var discardedBytes = 0
    /// Everything from the first escape on; empty while no file has begun.
    private var frame: [UInt8] = []
    /// The same without the transport's own bytes.
    private var payload: [UInt8] = []
    /// The last four bytes were an escape, and what it means is still to come.
    private var isEscaped = false
    /// The last eight bytes, whatever was made of them: a file that lost its end may have taken some of the next
    /// file's beginning for it.
    private var window: UInt64 = 0

    private static let escape: [UInt8] = [0x1B, 0x1B, 0x1B, 0x1B]
    private static let begin: [UInt8] = [0x01, 0x01, 0x01, 0x01]
    private static let end: UInt8 = 0x1A
    private static let opening = (escape + begin).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }

    mutating func feed(_ byte: UInt8, into outcomes: inout [TelegramOutcome]) {
        window = window << 8 | UInt64(byte)
        if frame.isEmpty {
            discardedBytes += 1
            if window == Self.opening {
                discardedBytes -= 8
                open()
            }
            return
        }
        frame.append(byte)
        if frame.count.isMultiple(of: 4) {
            takeFour(Array(frame.suffix(4)), into: &outcomes)
        } else if window == Self.opening {
            // Out of step: bytes of the file before were lost, and its end with them. No meter has these eight bytes
            // among its values.
            reopen(into: &outcomes)
        }
        if frame.count > TelegramReader.maximumBytes { discard(.tooLong, into: &outcomes) }
    }

    private mutating func takeFour(_ group: [UInt8], into outcomes: inout [TelegramOutcome]) {
        guard isEscaped else {
            if group == Self.escape { isEscaped = true } else { payload += group }
            return
        }
        isEscaped = false
        if group == Self.escape {
            payload += group
        } else if group == Self.begin {
            reopen(into: &outcomes)
        } else if group[0] == Self.end {
            finish(padding: Int(group[1]), checksum: UInt16(group[3]) << 8 | UInt16(group[2]), into: &outcomes)
        } else {
            discard(.malformed("it has an escape that means nothing"), into: &outcomes)
        }
    }

    private mutating func finish(padding: Int, checksum: UInt16, into outcomes: inout [TelegramOutcome]) {
        guard CRC16.x25(frame.dropLast(2)) == checksum else { return discard(.checksum, into: &outcomes) }
        guard padding <= min(3, payload.count) else {
            return discard(.malformed("it has more padding than fits"), into: &outcomes)
        }
        do throws(TelegramDamage) {
            let telegrams = try SMLFile(payload.dropLast(padding)).telegrams()
            // A file may hold other messages only.
            if telegrams.isEmpty { discardedBytes += frame.count }
            outcomes += telegrams.map { .telegram($0) }
            clear()
        } catch {
            discard(error, into: &outcomes)
        }
    }

    private mutating func open() {
        frame = Self.escape + Self.begin
        payload = []
        isEscaped = false
    }

    private mutating func reopen(into outcomes: inout [TelegramOutcome]) {
        frame.removeLast(8)
        discard(.truncated, into: &outcomes)
        open()
    }

    private mutating func discard(_ damage: TelegramDamage, into outcomes: inout [TelegramOutcome]) {
        outcomes.append(.damaged(damage))
        discardedBytes += frame.count
        clear()
    }

    private mutating func clear() {
        frame = []
        payload = []
        isEscaped = false
    }
}
