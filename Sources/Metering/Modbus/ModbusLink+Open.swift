import CModbus
import Glibc

// How a line is opened.
extension ModbusLink {
    static func open(_ address: BusAddress, timeout: Duration) throws(BusError) -> ModbusLink {
        guard hasRoomForSelect else { throw .unreachable("too many connections are open for one more line") }
        switch address {
        case .serial(let settings): return try open(settings)
        case .tcp(let host, let port): return try open(host, port, timeout: timeout)
        case .rtuOverTCP(let host, let port): return try openRTU(host, port, timeout: timeout)
        }
    }

    /// libmodbus waits with select(2), which ends the program when a descriptor is 1024 or more. The next one to be
    /// opened has the lowest free number, so that is looked at first, with some to spare for other threads.
    private static var hasRoomForSelect: Bool {
        let next = unsafe Glibc.open("/dev/null", O_RDONLY | O_CLOEXEC)
        guard next >= 0 else { return false }
        close(next)
        return next < 1000
    }

    private static func open(_ settings: SerialSettings) throws(BusError) -> ModbusLink {
        guard SerialSettings.bauds.contains(settings.baud) else {
            throw .unreachable("\(settings.baud) is no speed of a serial line")
        }
        let claim = try SerialClaim(settings.device)
        let context = unsafe try newContext(
            modbus_new_rtu(
                settings.device, CInt(settings.baud), settings.parity.letter, 8, CInt(settings.stopBits)))
        guard unsafe modbus_connect(context.pointer) == 0 else {
            throw .unreachable("\(settings.device): \(BusError.systemText(errno))")
        }
        if settings.direction == .kernel {
            guard unsafe modbus_rtu_set_serial_mode(context.pointer, MODBUS_RTU_RS485) == 0 else {
                throw .unreachable(
                    "the driver of \(settings.device) has no RS-485 mode; write rs485 = \"adapter\"")
            }
        }
        askForLowLatency(unsafe modbus_get_socket(context.pointer))
        claim.shut()
        return ModbusLink(context: context, kind: .serial(settings.speed), claim: claim)
    }

    /// FTDI's adapters keep what they received for up to 16 ms, as long as a short answer takes, unless they are asked
    /// not to. What has no such setting needs none.
    private static func askForLowLatency(_ descriptor: CInt) {
        var settings = unsafe serial_struct()
        guard unsafe ioctl(descriptor, UInt(TIOCGSERIAL), &settings) == 0 else { return }
        unsafe settings.flags |= 1 << CInt(ASYNCB_LOW_LATENCY)
        _ = unsafe ioctl(descriptor, UInt(TIOCSSERIAL), &settings)
    }

    private static func open(_ host: String, _ port: UInt16, timeout: Duration) throws(BusError) -> ModbusLink {
        let context = unsafe try newContext(modbus_new_tcp_pi(host, String(port)))
        let (seconds, microseconds) = timeout.timeval
        unsafe modbus_set_response_timeout(context.pointer, seconds, microseconds)
        guard unsafe modbus_connect(context.pointer) == 0 else {
            throw .unreachable(errno == ETIMEDOUT ? "no connection in time" : BusError.systemText(errno))
        }
        return ModbusLink(context: context, kind: .tcp, claim: nil)
    }

    /// libmodbus has nothing for this, but its RTU side reads and writes whatever descriptor it is given.
    private static func openRTU(_ host: String, _ port: UInt16, timeout: Duration) throws(BusError) -> ModbusLink {
        let context = unsafe try newContext(modbus_new_rtu("none", 9600, Parity.none.letter, 8, 1))
        let socket = try TCPSocket.connect(host: host, port: port, timeout: timeout)
        unsafe modbus_set_socket(context.pointer, socket)
        return ModbusLink(context: context, kind: .rtuSocket, claim: nil)
    }

    private static func newContext(_ pointer: OpaquePointer?) throws(BusError) -> Context {
        guard let pointer = unsafe pointer else { throw .unreachable(BusError.systemText(errno)) }
        // Zero: the time-out is for the whole answer and does not begin anew with each byte.
        unsafe modbus_set_byte_timeout(pointer, 0, 0)
        return unsafe Context(pointer: pointer)
    }

    /// libmodbus's own idea of a line; it is closed and freed when the value goes away.
    @safe struct Context: ~Copyable {
        let pointer: OpaquePointer

        deinit {
            unsafe modbus_close(pointer)
            unsafe modbus_free(pointer)
        }
    }
}

extension Duration {
    var timeval: (seconds: UInt32, microseconds: UInt32) {
        let (seconds, attoseconds) = components
        let microseconds = seconds * 1_000_000 + (attoseconds + 999_999_999_999) / 1_000_000_000_000
        return (UInt32(microseconds / 1_000_000), UInt32(microseconds % 1_000_000))
    }
}
