import Charging
import Glibc

/// An open line that carries bytes: a serial device or a TCP connection. All calls block; it closes when the value
/// goes away.
///
/// The device is opened here and not by libserialport, which finds only what the kernel lists as a port by its own
/// name: neither the names under `/dev/serial/by-id` that stay the same when adapters are exchanged, nor a
/// pseudo-terminal, so that no test could reach it.
struct ByteLink: ~Copyable {
    private let descriptor: CInt
    /// `nil` for a TCP connection.
    private let claim: SerialClaim?
    private var isSerial: Bool { claim != nil }
    /// The device does eight bits only, and the seventh's parity is made here. `Telegrams` takes it off what comes.
    private var makesParity = false

    private init(descriptor: CInt, claim: consuming SerialClaim?) {
        self.descriptor = descriptor
        self.claim = claim
    }

    deinit { close(descriptor) }

    /// `timeout` is what a TCP connection may take to come about.
    static func open(
        _ address: TelegramLineAddress, format: CharacterFormat?, timeout: Duration
    ) throws(BusError) -> ByteLink {
        switch address {
        case .serial(let device, _):
            var link = try openSerial(device)
            if let format { try link.use(format) }
            return link
        case .tcp(let host, let port):
            return ByteLink(
                descriptor: try TCPSocket.connect(host: host, port: port, timeout: timeout), claim: nil)
        }
    }

    private static func openSerial(_ device: String) throws(BusError) -> ByteLink {
        let claim = try SerialClaim(device)
        // Not waiting for a carrier, and not making it this program's terminal.
        let descriptor = unsafe Glibc.open(device, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreachable("\(device): \(BusError.systemText(errno))") }
        claim.shut()
        return ByteLink(descriptor: descriptor, claim: claim)
    }

    /// Sets speed and character format at once, also in the middle of a conversation.
    mutating func use(_ format: CharacterFormat) throws(BusError) {
        guard isSerial else { return }
        makesParity = false
        if try set(format) { return }
        // Many USB adapters, and all pseudo-terminals, do eight bits without parity and nothing else.
        var whole = format
        (whole.dataBits, whole.parity) = (8, .none)
        guard format.dataBits == 7, format.parity == .even, try set(whole) else {
            throw .unreachable("it does not do \(format)")
        }
        makesParity = true
    }

    /// `false` when the device does not do that.
    private borrowing func set(_ format: CharacterFormat) throws(BusError) -> Bool {
        var settings = termios()
        guard unsafe tcgetattr(descriptor, &settings) == 0 else { throw .unreachable("it is no serial device") }
        unsafe cfmakeraw(&settings)
        settings.c_cflag &= ~tcflag_t(CSIZE | PARENB | PARODD | CSTOPB)
        settings.c_cflag |= tcflag_t(CREAD | CLOCAL) | tcflag_t(format.dataBits == 7 ? CS7 : CS8)
        if format.parity != .none { settings.c_cflag |= tcflag_t(PARENB) }
        if format.parity == .odd { settings.c_cflag |= tcflag_t(PARODD) }
        unsafe cfsetspeed(&settings, format.speed)
        return unsafe tcsetattr(descriptor, TCSANOW, &settings) == 0
    }

    /// What is there, after at most so long; empty when nothing came.
    borrowing func read(within wait: Duration, atMost limit: Int = 4096) throws(BusError) -> [UInt8] {
        guard try isReady(POLLIN, within: wait) else { return [] }
        var bytes = [UInt8](repeating: 0, count: limit)
        let count = unsafe Glibc.read(descriptor, &bytes, bytes.count)
        if count > 0 { return Array(bytes.prefix(count)) }
        if count < 0, errno == EAGAIN || errno == EINTR { return [] }
        throw .lost(count == 0 ? "the other side hung up" : BusError.systemText(errno))
    }

    /// Returns when everything is out on the wire, so that the speed may be changed.
    borrowing func write(_ bytes: [UInt8], within wait: Duration) throws(BusError) {
        var rest = (makesParity ? bytes.map(\.withEvenParity) : bytes)[...]
        while !rest.isEmpty {
            guard try isReady(POLLOUT, within: wait) else { throw .silent }
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno != EAGAIN, errno != EINTR { throw .lost(BusError.systemText(errno)) }
            rest = rest.dropFirst(max(count, 0))
        }
        if isSerial { tcdrain(descriptor) }
    }

    /// Throws away what came and was not read.
    borrowing func flush() throws(BusError) {
        if isSerial { tcflush(descriptor, TCIFLUSH) } else { while try !read(within: .zero).isEmpty {} }
    }

    private borrowing func isReady(_ event: CInt, within wait: Duration) throws(BusError) -> Bool {
        var poller = pollfd(fd: descriptor, events: Int16(event), revents: 0)
        let milliseconds = CInt(clamping: (wait.microseconds + 999) / 1000)
        return unsafe poll(&poller, 1, milliseconds) > 0
    }
}

extension UInt8 {
    /// Seven bits, and an eighth that makes the number of ones even.
    fileprivate var withEvenParity: UInt8 { nonzeroBitCount.isMultiple(of: 2) ? self : self | 0x80 }
}

extension CharacterFormat {
    fileprivate var speed: speed_t {
        let speeds: [Int: CInt] = [
            300: B300, 600: B600, 1200: B1200, 2400: B2400, 4800: B4800, 9600: B9600, 19_200: B19200,
            38_400: B38400, 57_600: B57600, 115_200: B115200,
        ]
        return speed_t(speeds[baud] ?? B9600)
    }
}
