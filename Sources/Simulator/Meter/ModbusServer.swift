import CModbus
import Glibc
import Synchronization

/// libmodbus's server side on a TCP port or a pseudo terminal.
///
/// It is bound when it is made and afterwards used by the thread in `serve` alone; only `stop` comes from elsewhere,
/// and that touches nothing but the pipe.
@safe final class ModbusServer: @unchecked Sendable {
    enum Reaction: Sendable {
        case answer(RegisterImage, unit: UInt8)
        case late(RegisterImage, Duration)
        /// The answer with a checksum that is not its own; over TCP, to another transaction.
        case damaged(RegisterImage)
        case exception(UInt8)
        case silence
        case hangUp
    }

    let endpoint: SimulatedMeter.Endpoint
    private var context: OpaquePointer
    private let mapping: UnsafeMutablePointer<modbus_mapping_t>
    private let unit: UInt8
    /// How many units it answers as, one behind the other.
    private let units: Int
    private let terminal: PseudoTerminal?
    private var listener: CInt = -1
    private var clients: [CInt] = []
    private let wake: (read: CInt, write: CInt)
    private let isStopped = Atomic(false)

    private static let mostClients = 8
    /// Offset of the unit in a request: behind the rest of the MBAP header, or first on a serial line.
    private var unitOffset: Int { terminal == nil ? 6 : 0 }

    /// `layout` says which registers there are; what stands in them comes with each answer.
    init(
        line: SimulatedMeter.Line, unit: UInt8, units: Int = 1, layout: RegisterImage
    ) throws(SimulatedMeterError) {
        self.unit = unit
        self.units = units
        switch line {
        case .tcp(let port):
            unsafe context = Self.newContext(.tcp(port: Int(port)), unit)
            listener = unsafe modbus_tcp_listen(context, CInt(Self.mostClients))
            guard listener >= 0 else {
                let code = errno
                unsafe modbus_free(context)
                throw .system("port \(port)", code)
            }
            endpoint = .tcp(port: Self.port(of: listener))
            terminal = nil
        case .pty:
            let terminal = try PseudoTerminal()
            endpoint = .serial(device: terminal.device)
            unsafe context = Self.newContext(endpoint, unit)
            clients = [terminal.controller]
            self.terminal = consume terminal
        }
        var ends: [CInt] = [-1, -1]
        let code = unsafe pipe(&ends)
        precondition(code == 0, "no file descriptors are left")
        wake = (ends[0], ends[1])
        unsafe mapping = modbus_mapping_new_start_address(
            0, 0, 0, 0, UInt32(layout.holdingStart), UInt32(layout.holding.count), UInt32(layout.inputStart),
            UInt32(layout.input.count))
    }

    private static func newContext(_ endpoint: SimulatedMeter.Endpoint, _ unit: UInt8) -> OpaquePointer {
        let context: OpaquePointer? =
            switch endpoint {
            case .tcp(let port): unsafe modbus_new_tcp("127.0.0.1", CInt(port))
            case .serial(let device): unsafe modbus_new_rtu(device, 9600, CChar(UInt8(ascii: "N")), 8, 1)
            }
        guard let context = unsafe context else { preconditionFailure("libmodbus gives no context: error \(errno)") }
        if case .serial = endpoint { unsafe modbus_set_slave(context, CInt(unit)) }
        // How long half a request may keep the thread, and how long libmodbus sleeps after one it does not understand.
        unsafe modbus_set_indication_timeout(context, 0, 100_000)
        unsafe modbus_set_byte_timeout(context, 0, 100_000)
        unsafe modbus_set_response_timeout(context, 0, 10_000)
        return unsafe context
    }

    deinit {
        if terminal == nil { for client in clients { close(client) } }
        if listener >= 0 { close(listener) }
        close(wake.read)
        close(wake.write)
        unsafe modbus_mapping_free(mapping)
        unsafe modbus_free(context)
    }

    /// Answers until `stop`.
    func serve(_ react: (ModbusRequest) -> Reaction) {
        while !isStopped.load(ordering: .acquiring) {
            var waiting = ([wake.read, listener] + clients).map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            guard unsafe poll(&waiting, UInt(waiting.count), -1) > 0 else { continue }
            for item in waiting where item.revents != 0 {
                if item.fd == listener { accept() } else if item.fd != wake.read { answer(item.fd, react) }
            }
        }
    }

    func stop() {
        isStopped.store(true, ordering: .releasing)
        _ = unsafe write(wake.write, "x", 1)
    }

    private func accept() {
        let client = Glibc.accept(listener, nil, nil)
        guard client >= 0 else { return }
        // libmodbus cannot wait for a descriptor of 1024 or more.
        if clients.count < Self.mostClients, client < 1024 { clients.append(client) } else { close(client) }
    }

    private func answer(_ client: CInt, _ react: (ModbusRequest) -> Reaction) {
        var request = [UInt8](repeating: 0, count: 260)
        unsafe modbus_set_socket(context, client)
        let count = unsafe modbus_receive(context, &request)
        if count < 0, errno != ETIMEDOUT { return hangUp(client) }
        if count == 0 { return forgetOtherUnit() }
        guard count > 0, (Int(unit)..<Int(unit) + units).contains(Int(request[unitOffset])) else { return }
        switch react(ModbusRequest(request[(unitOffset + 1)..<Int(count)], unit: request[unitOffset])) {
        case .answer(let registers, let unit):
            request[unitOffset] = unit
            reply(registers, to: request, count)
        case .late(let registers, let delay):
            pause(delay)
            reply(registers, to: request, count)
        case .damaged(let registers):
            let frame = DamagedAnswer(to: request, isSerial: terminal != nil, registers).bytes
            _ = unsafe write(client, frame, frame.count)
        case .exception(let code): _ = unsafe modbus_reply_exception(context, request, UInt32(code))
        case .silence: return
        case .hangUp: hangUp(client)
        }
    }

    /// After a request for another unit on the line libmodbus takes the next frame for that unit's answer. A unit that
    /// is not there never answers, so the next request would be lost.
    private func forgetOtherUnit() {
        unsafe modbus_free(context)
        unsafe context = Self.newContext(endpoint, unit)
    }

    private func reply(_ registers: RegisterImage, to request: [UInt8], _ count: CInt) {
        let inputs = min(registers.input.count, Int(unsafe mapping.pointee.nb_input_registers))
        let holdings = min(registers.holding.count, Int(unsafe mapping.pointee.nb_registers))
        if inputs > 0 { unsafe mapping.pointee.tab_input_registers.update(from: registers.input, count: inputs) }
        if holdings > 0 { unsafe mapping.pointee.tab_registers.update(from: registers.holding, count: holdings) }
        _ = unsafe modbus_reply(context, request, count, mapping)
    }

    private func hangUp(_ client: CInt) {
        guard terminal == nil else { return }
        close(client)
        clients.removeAll { $0 == client }
    }

    /// Ends early when the server stops.
    private func pause(_ delay: Duration) {
        var descriptor = pollfd(fd: wake.read, events: Int16(POLLIN), revents: 0)
        _ = unsafe poll(&descriptor, 1, CInt(delay / .milliseconds(1)))
    }

    static func port(of listener: CInt) -> Int {
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe getsockname(listener, $0, &length)
            }
        }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
