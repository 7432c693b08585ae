import CModbus
import Glibc
import Synchronization

/// The meter's side of a line that carries bytes, on a TCP port of this machine or on a pseudo terminal.
///
/// It is bound when it is made and afterwards used by the thread in `serve` alone; what comes from elsewhere goes
/// through the outbox and the pipe.
@safe final class TelegramPort: @unchecked Sendable {
    let endpoint: SimulatedMeter.Endpoint
    private var terminal: PseudoTerminal?
    private let listener: CInt
    private var clients: [CInt] = []
    private let wake: (read: CInt, write: CInt)
    private let outbox = Mutex<(bytes: [[UInt8]], isStopped: Bool)>(([], false))

    /// Somebody connected; on a pseudo terminal that is not noticed.
    let arrivals: AsyncStream<Void>
    private let arrival: AsyncStream<Void>.Continuation

    private static let mostClients = 8

    init(line: SimulatedMeter.Line) throws(SimulatedMeterError) {
        switch line {
        case .tcp(let port):
            let listener = try LoopbackSocket.listen(port: port)
            self.listener = listener
            endpoint = .tcp(port: LoopbackSocket.port(of: listener))
            terminal = nil
        case .pty:
            let terminal = try PseudoTerminal()
            endpoint = .serial(device: terminal.device)
            listener = -1
            clients = [terminal.controller]
            self.terminal = consume terminal
        }
        var ends: [CInt] = [-1, -1]
        let code = unsafe pipe(&ends)
        precondition(code == 0, "no file descriptors are left")
        wake = (ends[0], ends[1])
        (arrivals, arrival) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(Self.mostClients))
    }

    deinit {
        if terminal == nil { for client in clients { close(client) } }
        if listener >= 0 { close(listener) }
        close(wake.read)
        close(wake.write)
    }

    /// The speed whoever opened the pseudo terminal has set; `nil` on a TCP port, which has none.
    var speed: speed_t? { terminal?.speed }

    /// Sends to everyone who listens.
    func send(_ bytes: [UInt8]) {
        outbox.withLock { $0.bytes.append(bytes) }
        _ = unsafe write(wake.write, "x", 1)
    }

    func stop() {
        outbox.withLock { $0.isStopped = true }
        _ = unsafe write(wake.write, "x", 1)
    }

    /// Passes on what is heard until `stop`; what `react` returns is the answer.
    func serve(_ react: ([UInt8]) -> [UInt8]) {
        while true {
            var waiting = ([wake.read, listener] + clients).map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            guard unsafe poll(&waiting, UInt(waiting.count), -1) > 0 else { continue }
            for item in waiting where item.revents != 0 {
                switch item.fd {
                case wake.read: if !deliver() { return }
                case listener: accept()
                default: hear(item.fd, react)
                }
            }
        }
    }

    /// `false` when it is over.
    private func deliver() -> Bool {
        var byte: UInt8 = 0
        _ = unsafe read(wake.read, &byte, 1)
        let (messages, isStopped) = outbox.withLock { state in
            defer { state.bytes = [] }
            return (state.bytes, state.isStopped)
        }
        for message in messages { for client in clients { put(message, to: client) } }
        return !isStopped
    }

    private func accept() {
        let client = Glibc.accept(listener, nil, nil)
        guard client >= 0 else { return }
        guard clients.count < Self.mostClients else {
            close(client)
            return
        }
        clients.append(client)
        arrival.yield()
    }

    private func hear(_ client: CInt, _ react: ([UInt8]) -> [UInt8]) {
        var bytes = [UInt8](repeating: 0, count: 1024)
        let count = unsafe read(client, &bytes, bytes.count)
        guard count > 0 else { return hangUp(client) }
        let answer = react(Array(bytes.prefix(count)))
        if !answer.isEmpty { put(answer, to: client) }
    }

    /// Nobody reads for long what is sent to nobody: a full line loses it.
    private func put(_ bytes: [UInt8], to client: CInt) {
        var poller = pollfd(fd: client, events: Int16(POLLOUT), revents: 0)
        guard unsafe poll(&poller, 1, 100) > 0 else { return }
        let count = unsafe bytes.withUnsafeBytes { bytes in
            terminal == nil
                ? unsafe Glibc.send(client, bytes.baseAddress, bytes.count, CInt(MSG_NOSIGNAL))
                : unsafe write(client, bytes.baseAddress, bytes.count)
        }
        if count < 0, terminal == nil { hangUp(client) }
    }

    private func hangUp(_ client: CInt) {
        guard terminal == nil else { return }
        clients.removeAll { $0 == client }
        close(client)
    }
}
