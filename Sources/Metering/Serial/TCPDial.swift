import Charging
import Glibc

/// Connects to a serial server, in bounded time.
enum TCPDial {
    /// A connected descriptor that does not block. Each address of the name is tried for its share of the time.
    static func connect(host: String, port: UInt16, timeout: Duration) throws(BusError) -> CInt {
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = CInt(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        let code = unsafe getaddrinfo(host, String(port), &hints, &found)
        guard code == 0, let first = unsafe found else {
            throw .unreachable(unsafe String(cString: gai_strerror(code)))
        }
        defer { unsafe freeaddrinfo(first) }
        let end = ContinuousClock.now + timeout
        var reason = "it has no address"
        var candidate: UnsafeMutablePointer<addrinfo>? = unsafe first
        while let address = unsafe candidate {
            switch unsafe attempt(address.pointee, until: end) {
            case .success(let descriptor): return descriptor
            case .failure(let failure): reason = failure.reason
            }
            unsafe candidate = address.pointee.ai_next
        }
        throw .unreachable(reason)
    }

    private struct Failure: Error { var reason: String }

    private static func attempt(_ address: addrinfo, until end: ContinuousClock.Instant) -> Result<CInt, Failure> {
        let kind = unsafe address.ai_socktype | CInt(SOCK_NONBLOCK.rawValue) | CInt(SOCK_CLOEXEC.rawValue)
        let descriptor = unsafe socket(address.ai_family, kind, address.ai_protocol)
        guard descriptor >= 0 else { return .failure(Failure(reason: BusError.systemText(errno))) }
        var code: CInt = 0
        if unsafe Glibc.connect(descriptor, address.ai_addr, address.ai_addrlen) != 0 { code = errno }
        if code == EINPROGRESS { code = outcome(of: descriptor, until: end) }
        if code == 0 { return .success(descriptor) }
        close(descriptor)
        return .failure(Failure(reason: code == ETIMEDOUT ? "no connection in time" : BusError.systemText(code)))
    }

    private static func outcome(of descriptor: CInt, until end: ContinuousClock.Instant) -> CInt {
        var poller = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        let rest = max(ContinuousClock.now.duration(to: end), .zero)
        guard unsafe poll(&poller, 1, CInt(clamping: rest.microseconds / 1000)) > 0 else { return ETIMEDOUT }
        var code: CInt = 0
        var size = socklen_t(MemoryLayout<CInt>.size)
        guard unsafe getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &size) == 0 else { return errno }
        return code
    }
}
