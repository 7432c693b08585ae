import CModbus
import Glibc

/// What is asked on a line.
enum ModbusRequest: Sendable {
    case read(RegisterBlock)
    case write(RegisterWrite)

    /// How many characters request and answer have together, on a serial line.
    var characters: Int {
        switch self {
        case .read(let block): 13 + 2 * block.count
        case .write(let write): 17 + 2 * write.words.count
        }
    }
}

/// An open Modbus line. All calls block; the line closes when the value goes away.
///
/// The one thing to get right is the late answer. Modbus RTU has nothing that tells it from the answer to the next
/// request of the same length, so after a failure the line is listened to until what may still come has come. A
/// connection of Modbus TCP is given up instead: the late answer goes down with it. What libmodbus does not compare is
/// the unit in a TCP answer; there the transaction id tells which request it belongs to.
struct ModbusLink: ~Copyable {
    enum Kind: Hashable, Sendable {
        case serial(LineSpeed)
        case rtuSocket
        case tcp
    }

    private let context: Context
    private let kind: Kind
    /// Goes after the line is closed.
    private let claim: SerialClaim?
    private var unsettled: (unit: UInt8, until: ContinuousClock.Instant)?
    /// When the last request was over, and how long nobody may speak after that.
    private var last = ContinuousClock.now
    private var pause = Duration.zero

    /// How long another unit's late answer may still be under way when it is this unit's turn.
    private static let turnaround = Duration.milliseconds(20)
    /// Behind a socket is a serial line of a speed nobody told.
    private static let usual = LineSpeed(baud: 9600)

    init(context: consuming Context, kind: Kind, claim: consuming SerialClaim?) {
        self.context = context
        self.kind = kind
        self.claim = claim
        // What was under way to the last connection may come out at this one.
        if kind == .rtuSocket { unsettled = (0, .now) }
    }

    /// The registers that were read; none for a write. Afterwards the line rests for `pause`.
    mutating func perform(
        _ request: ModbusRequest, unit: UInt8, timeout: Duration, pause: Duration
    ) throws(BusError) -> [UInt16] {
        let patience = timeout + transmission(of: request)
        let (seconds, microseconds) = patience.timeval
        unsafe modbus_set_response_timeout(context.pointer, seconds, microseconds)
        let start = ContinuousClock.now
        defer { (last, self.pause) = (.now, pause) }
        do {
            switch request {
            case .read(let block): return try read(block, unit: unit)
            case .write(let write):
                try self.write(write, unit: unit)
                return []
            }
        } catch {
            if case .exception = error { throw error }
            // A late answer may take as long again as one in time. What was garbled may have been somebody else's, and
            // the answer in time is still to come.
            unsettled = (unit, (error == .silent ? ContinuousClock.now : start) + patience)
            throw error
        }
    }

    /// Lets the line become silent and throws away what nobody waits for any more; comes before each request.
    mutating func settle(before unit: UInt8) {
        let now = ContinuousClock.now
        var quiet = max(silence, pause) - (now - last)
        guard kind != .tcp else {
            if quiet > .zero { listen(untilSilentFor: quiet, upTo: quiet) }
            discard()
            return
        }
        if let late = unsettled {
            let rest = late.until - now
            quiet = max(quiet, late.unit == unit ? rest : .zero, Self.turnaround)
            if late.unit == unit || rest <= .zero { unsettled = nil }
        }
        if quiet > .zero { listen(untilSilentFor: quiet, upTo: quiet + .seconds(1)) }
        discard()
    }

    private func read(_ block: RegisterBlock, unit: UInt8) throws(BusError) -> [UInt16] {
        guard unsafe modbus_set_slave(context.pointer, CInt(unit)) == 0 else { throw BusError(errno: errno) }
        var words = [UInt16](repeating: 0, count: block.count)
        let (address, size) = (CInt(block.address), CInt(block.count))
        let count =
            switch block.function {
            case .holding: unsafe modbus_read_registers(context.pointer, address, size, &words)
            case .input: unsafe modbus_read_input_registers(context.pointer, address, size, &words)
            }
        try check(count, block.count, code: errno)
        return words
    }

    /// Writes registers next to each other.
    private func write(_ write: RegisterWrite, unit: UInt8) throws(BusError) {
        guard unsafe modbus_set_slave(context.pointer, CInt(unit)) == 0 else { throw BusError(errno: errno) }
        let (address, size) = (CInt(write.address), CInt(write.words.count))
        let count: CInt
        if write.function == .single {
            guard write.words.count == 1 else { throw BusError(errno: EINVAL) }
            count = unsafe modbus_write_register(context.pointer, address, write.words[0])
        } else {
            count = unsafe modbus_write_registers(context.pointer, address, size, write.words)
        }
        try check(count, write.words.count, code: errno)
    }

    private func check(_ count: CInt, _ expected: Int, code: CInt) throws(BusError) {
        guard Int(count) != expected else { return }
        throw count < 0 ? BusError(errno: code) : .garbled("\(count) registers instead of \(expected)")
    }

    private var silence: Duration {
        if case .serial(let speed) = kind { speed.silence } else { .zero }
    }

    /// On a slow line a long answer takes longer than the meter's own time to think.
    private func transmission(of request: ModbusRequest) -> Duration {
        switch kind {
        case .serial(let speed): speed.time(ofCharacters: request.characters)
        case .rtuSocket: Self.usual.time(ofCharacters: request.characters)
        case .tcp: .zero
        }
    }

    /// Waits on the line itself: whatever still comes is thrown away, and the silence begins anew.
    private func listen(untilSilentFor quiet: Duration, upTo longest: Duration) {
        let end = ContinuousClock.now + longest
        var descriptor = pollfd(fd: unsafe modbus_get_socket(context.pointer), events: Int16(POLLIN), revents: 0)
        let milliseconds = quiet.timeval.seconds * 1000 + quiet.timeval.microseconds / 1000
        // poll(2) knows milliseconds, and at 19200 baud the silence is two of them and a bit.
        var rest = timespec(tv_sec: 0, tv_nsec: Int(quiet.timeval.microseconds % 1000) * 1000)
        while ContinuousClock.now < end {
            guard unsafe poll(&descriptor, 1, CInt(milliseconds)) > 0 else {
                _ = unsafe nanosleep(&rest, nil)
                return
            }
            // Whoever hung up is noticed by the request.
            guard CInt(descriptor.revents) & (POLLHUP | POLLERR | POLLNVAL) == 0, discard() else { return }
        }
    }

    /// Throws away what has arrived; `false` where the other side has closed.
    @discardableResult
    private func discard() -> Bool {
        guard kind == .rtuSocket else {
            unsafe modbus_flush(context.pointer)
            return true
        }
        // libmodbus flushes a serial device, and this is none.
        let socket = unsafe modbus_get_socket(context.pointer)
        var bytes = [UInt8](repeating: 0, count: 512)
        for _ in 0..<64 {
            let count = unsafe recv(socket, &bytes, bytes.count, CInt(MSG_DONTWAIT))
            if count == 0 { return false }
            if count < bytes.count { return true }
        }
        return true
    }
}
