import CModbus
import Glibc

/// An open Modbus line. All calls block; the line closes when the value goes away.
///
/// The one thing to get right is the late answer. On a serial line it carries nothing that tells it from the answer
/// to the next request of the same length, so after a failure the line is listened to until what may still come has
/// come. A TCP connection is given up instead: the late answer goes down with it. What libmodbus does not compare is
/// the unit in a TCP answer; there the transaction id tells which request it belongs to.
@safe struct ModbusLink: ~Copyable {
    private let context: OpaquePointer
    private let serial: SerialSettings?
    private let timeout: Duration
    private var unsettled: (unit: UInt8, since: ContinuousClock.Instant)?

    /// How long another unit's late answer may still be under way when it is this unit's turn.
    private static let turnaround = Duration.milliseconds(20)

    static func open(_ address: BusAddress, timeout: Duration) throws(BusError) -> ModbusLink {
        guard hasRoomForSelect else { throw .unreachable("too many connections are open for one more line") }
        guard let context = unsafe newContext(address) else { throw .unreachable(BusError.systemText(errno)) }
        let (seconds, microseconds) = timeout.timeval
        unsafe modbus_set_response_timeout(context, seconds, microseconds)
        // Zero: the time-out is for the whole answer and does not begin anew with each byte.
        unsafe modbus_set_byte_timeout(context, 0, 0)
        guard unsafe modbus_connect(context) == 0 else {
            let code = errno
            unsafe modbus_free(context)
            throw .unreachable(code == ETIMEDOUT ? "no connection in time" : BusError.systemText(code))
        }
        return unsafe ModbusLink(context: context, serial: address.serial, timeout: timeout)
    }

    /// libmodbus waits with select(2), which ends the program when a descriptor is 1024 or more. The next one to be
    /// opened has the lowest free number, so that is looked at first, with some to spare for other threads.
    private static var hasRoomForSelect: Bool {
        let next = unsafe Glibc.open("/dev/null", O_RDONLY | O_CLOEXEC)
        guard next >= 0 else { return false }
        close(next)
        return next < 1000
    }

    private init(context: OpaquePointer, serial: SerialSettings?, timeout: Duration) {
        unsafe self.context = context
        self.serial = serial
        self.timeout = timeout
    }

    deinit {
        unsafe modbus_close(context)
        unsafe modbus_free(context)
    }

    private static func newContext(_ address: BusAddress) -> OpaquePointer? {
        errno = EINVAL
        switch address {
        case .serial(let line):
            guard SerialSettings.bauds.contains(line.baud) else { return nil }
            return unsafe modbus_new_rtu(line.device, CInt(line.baud), line.parity.letter, 8, CInt(line.stopBits))
        case .tcp(let host, let port):
            return unsafe modbus_new_tcp_pi(host, String(port))
        }
    }

    /// Reads a block; a garbled answer on a serial line is asked for once more, since the disturbance may have been
    /// another unit's late answer.
    mutating func read(_ block: RegisterBlock, unit: UInt8) throws(BusError) -> [UInt16] {
        do {
            return try ask(for: block, unit: unit)
        } catch BusError.garbled where serial != nil {
            return try ask(for: block, unit: unit)
        } catch {
            throw error
        }
    }

    private mutating func ask(for block: RegisterBlock, unit: UInt8) throws(BusError) -> [UInt16] {
        settle(before: unit)
        setTimeout(for: block)
        var words = [UInt16](repeating: 0, count: block.count)
        let (count, code) = request(block, unit: unit, into: &words)
        if count == block.count { return words }
        let error = count < 0 ? BusError(errno: code) : .garbled("\(count) registers instead of \(block.count)")
        if case .exception = error { throw error }
        unsettled = (unit, .now)
        throw error
    }

    /// Writes registers next to each other. A written value says what is to be and not what is to change, so a garbled
    /// answer on a serial line may be asked for again.
    mutating func write(_ write: RegisterWrite, unit: UInt8) throws(BusError) {
        do {
            try order(write, unit: unit)
        } catch BusError.garbled where serial != nil {
            try order(write, unit: unit)
        } catch {
            throw error
        }
    }

    private mutating func order(_ write: RegisterWrite, unit: UInt8) throws(BusError) {
        settle(before: unit)
        setTimeout(for: RegisterBlock(function: .holding, address: write.address, count: write.words.count))
        let (count, code) = request(write, unit: unit)
        if count == write.words.count { return }
        let error = count < 0 ? BusError(errno: code) : .garbled("\(count) registers instead of \(write.words.count)")
        if case .exception = error { throw error }
        unsettled = (unit, .now)
        throw error
    }

    private func request(_ write: RegisterWrite, unit: UInt8) -> (count: Int, errno: CInt) {
        guard unsafe modbus_set_slave(context, CInt(unit)) == 0 else { return (-1, errno) }
        let (address, size) = (CInt(write.address), CInt(write.words.count))
        if write.function == .single {
            guard write.words.count == 1 else { return (-1, EINVAL) }
            return (Int(unsafe modbus_write_register(context, address, write.words[0])), errno)
        }
        return (Int(unsafe modbus_write_registers(context, address, size, write.words)), errno)
    }

    private func request(_ block: RegisterBlock, unit: UInt8, into words: inout [UInt16]) -> (count: Int, errno: CInt) {
        guard unsafe modbus_set_slave(context, CInt(unit)) == 0 else { return (-1, errno) }
        let (address, size) = (CInt(block.address), CInt(block.count))
        let context = unsafe context
        let count = unsafe words.withUnsafeMutableBufferPointer { buffer in
            switch block.function {
            case .holding: unsafe modbus_read_registers(context, address, size, buffer.baseAddress)
            case .input: unsafe modbus_read_input_registers(context, address, size, buffer.baseAddress)
            }
        }
        return (Int(count), errno)
    }

    /// Lets the line become silent and throws away what nobody waits for any more.
    private mutating func settle(before unit: UInt8) {
        if let serial {
            var quiet = serial.silence
            if let late = unsettled {
                let rest = timeout - late.since.duration(to: .now)
                quiet = max(late.unit == unit ? rest : .zero, Self.turnaround)
                if late.unit == unit || rest <= .zero { unsettled = nil }
            }
            listen(untilSilentFor: quiet)
        }
        unsafe modbus_flush(context)
    }

    /// Waits on the line itself: whatever still comes is thrown away, and the silence begins anew.
    private func listen(untilSilentFor quiet: Duration) {
        let end = ContinuousClock.now + quiet + timeout
        let milliseconds = CInt((quiet.microsecondsRoundedUp + 999) / 1000)
        var descriptor = pollfd(fd: unsafe modbus_get_socket(context), events: Int16(POLLIN), revents: 0)
        while ContinuousClock.now < end {
            guard unsafe poll(&descriptor, 1, milliseconds) > 0 else { return }
            // Whoever hung up is noticed by the request.
            guard Int32(descriptor.revents) & POLLIN != 0 else { return }
            unsafe modbus_flush(context)
        }
    }

    /// On a slow line a long answer takes longer than the meter's own time to think.
    private func setTimeout(for block: RegisterBlock) {
        guard let serial else { return }
        let (seconds, microseconds) = (timeout + serial.time(ofCharacters: 13 + 2 * block.count)).timeval
        unsafe modbus_set_response_timeout(context, seconds, microseconds)
    }
}

extension BusAddress {
    fileprivate var serial: SerialSettings? {
        if case .serial(let settings) = self { settings } else { nil }
    }
}

extension Duration {
    fileprivate var timeval: (seconds: UInt32, microseconds: UInt32) {
        let microseconds = microsecondsRoundedUp
        return (UInt32(microseconds / 1_000_000), UInt32(microseconds % 1_000_000))
    }

    fileprivate var microsecondsRoundedUp: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000_000 + (attoseconds + 999_999_999_999) / 1_000_000_000_000
    }
}
