import CModbus
import Dispatch
import Glibc
import Synchronization

/// The far end of a line that speaks Modbus RTU, on a pseudo terminal or a TCP port, with the times of a real one: a
/// pseudo terminal has no speed of its own, so an answer is held back until its last bit would have arrived.
///
/// Used by the thread in `serve` alone; only `stop` comes from elsewhere, and that touches nothing but the pipe.
@safe final class RTUServer: @unchecked Sendable {
    enum Reaction: Sendable {
        case answer([UInt8], after: Duration)
        case silence
        case hangUp
    }

    let endpoint: SimulatedMeter.Endpoint
    /// 0 for a line without a speed.
    private let baud: Int
    private let terminal: PseudoTerminal?
    private let listener: CInt
    private var client: CInt
    private var heard: [UInt8] = []
    private let wake: (read: CInt, write: CInt)
    private let isStopped = Atomic(false)
    private let ended = Mutex<ContinuousClock.Instant?>(nil)
    private let silence = Mutex<Duration?>(nil)

    init(isTCP: Bool, baud: Int) throws(SimulatedMeterError) {
        self.baud = baud
        if isTCP {
            let context = unsafe modbus_new_tcp("127.0.0.1", 0)
            guard let context = unsafe context else { throw .system("libmodbus", errno) }
            listener = unsafe modbus_tcp_listen(context, 4)
            let code = errno
            unsafe modbus_free(context)
            guard listener >= 0 else { throw .system("a TCP port", code) }
            endpoint = .tcp(port: ModbusServer.port(of: listener))
            terminal = nil
            client = -1
        } else {
            let terminal = try PseudoTerminal()
            endpoint = .serial(device: terminal.device)
            (listener, client) = (-1, terminal.controller)
            self.terminal = consume terminal
        }
        var ends: [CInt] = [-1, -1]
        let code = unsafe pipe(&ends)
        precondition(code == 0, "no file descriptors are left")
        wake = (ends[0], ends[1])
    }

    deinit {
        if terminal == nil, client >= 0 { close(client) }
        if listener >= 0 { close(listener) }
        close(wake.read)
        close(wake.write)
    }

    /// The shortest time between the end of an answer and the next request.
    var shortestSilence: Duration? { silence.withLock { $0 } }

    /// Answers until `stop`.
    func serve(_ react: (UInt8, ModbusRequest) -> Reaction) {
        while !isStopped.load(ordering: .acquiring) {
            var waiting = [wake.read, listener, client].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            // Half a request that goes no further is forgotten.
            let count = unsafe poll(&waiting, 3, heard.isEmpty ? -1 : 100)
            if count == 0 { heard = [] }
            if waiting[2].revents != 0 { listen(react) }
            if waiting[1].revents != 0 { accept() }
        }
    }

    func stop() {
        isStopped.store(true, ordering: .releasing)
        _ = unsafe write(wake.write, "x", 1)
    }

    /// The newest connection is the line, as with a serial server.
    private func accept() {
        let newest = Glibc.accept(listener, nil, nil)
        guard newest >= 0 else { return }
        if client >= 0 { close(client) }
        (client, heard) = (newest, [])
    }

    private func listen(_ react: (UInt8, ModbusRequest) -> Reaction) {
        var buffer = [UInt8](repeating: 0, count: 512)
        let count = unsafe read(client, &buffer, buffer.count)
        guard count > 0 else { return hangUp() }
        if heard.isEmpty { noteSilence() }
        heard += buffer.prefix(count)
        guard let length = RTUFrame.length(of: heard), length <= heard.count else { return }
        let frame = Array(heard.prefix(length))
        heard = []
        guard length > 4, RTUFrame(bytes: Array(frame.dropLast(2))).withChecksum == frame else { return }
        let reaction = react(frame[0], ModbusRequest(frame[1..<length - 2], unit: frame[0]))
        switch reaction {
        case .answer(let bytes, let delay):
            pause(time(ofCharacters: length + bytes.count) + delay)
            _ = send(bytes)
            ended.withLock { $0 = .now }
        case .silence: pause(time(ofCharacters: length))
        case .hangUp: hangUp()
        }
    }

    private func send(_ bytes: [UInt8]) -> Int {
        guard terminal == nil else { return unsafe write(client, bytes, bytes.count) }
        return unsafe Glibc.send(client, bytes, bytes.count, CInt(MSG_NOSIGNAL))
    }

    private func hangUp() {
        guard terminal == nil, client >= 0 else { return }
        close(client)
        client = -1
    }

    private func noteSilence() {
        guard let end = ended.withLock({ $0 }) else { return }
        let now = end.duration(to: .now)
        silence.withLock { $0 = min($0 ?? now, now) }
    }

    /// A character has 11 bits, as the standard has it.
    private func time(ofCharacters count: Int) -> Duration {
        baud > 0 ? .microseconds(count * 11 * 1_000_000 / baud) : .zero
    }

    /// Ends early when the server stops.
    private func pause(_ delay: Duration) {
        let end = ContinuousClock.now + delay
        var descriptor = pollfd(fd: wake.read, events: Int16(POLLIN), revents: 0)
        let milliseconds = CInt(delay / .milliseconds(1)) - 1
        if milliseconds > 0, unsafe poll(&descriptor, 1, milliseconds) > 0 { return }
        let rest = max(end - .now, .zero)
        // `nanosleep` would do, but whether its `timespec` can be seen depends on what is compiled beside this file.
        _ = DispatchSemaphore(value: 0).wait(timeout: .now() + .nanoseconds(Int(rest / .nanoseconds(1))))
    }
}
