import Glibc

/// A TCP connection in the place of a serial device.
enum TCPSocket {
    /// A connected socket; each address of the host is tried, all of them together for at most `timeout`.
    static func connect(host: String, port: UInt16, timeout: Duration) throws(BusError) -> CInt {
        var hints = unsafe addrinfo()
        unsafe hints.ai_family = AF_UNSPEC
        unsafe hints.ai_socktype = CInt(SOCK_STREAM.rawValue)
        unsafe hints.ai_flags = AI_ADDRCONFIG | AI_NUMERICSERV
        var found: UnsafeMutablePointer<addrinfo>?
        let code = unsafe getaddrinfo(host, String(port), &hints, &found)
        guard code == 0 else {
            throw .unreachable("\(host): \(unsafe String(cString: gai_strerror(code)))")
        }
        defer { unsafe freeaddrinfo(found) }
        let end = ContinuousClock.now + timeout
        var failure = "no address"
        var next = unsafe found
        while let address = unsafe next {
            let (socket, reason) = unsafe open(address.pointee, until: end)
            if socket >= 0 { return socket }
            failure = reason
            unsafe next = address.pointee.ai_next
        }
        throw .unreachable(failure)
    }

    private static func open(_ address: addrinfo, until end: ContinuousClock.Instant) -> (CInt, String) {
        let flags = unsafe address.ai_socktype | CInt(SOCK_CLOEXEC.rawValue) | CInt(SOCK_NONBLOCK.rawValue)
        let socket = unsafe Glibc.socket(address.ai_family, flags, address.ai_protocol)
        guard socket >= 0 else { return (-1, BusError.systemText(errno)) }
        var failure: CInt = 0
        if unsafe Glibc.connect(socket, address.ai_addr, address.ai_addrlen) != 0 {
            failure = errno == EINPROGRESS ? outcome(of: socket, until: end) : errno
        }
        guard failure == 0 else {
            close(socket)
            return (-1, failure == ETIMEDOUT ? "no connection in time" : BusError.systemText(failure))
        }
        // libmodbus reads after select(2), and a request must not stand in a queue behind nothing.
        _ = fcntl(socket, F_SETFL, 0)
        set(CInt(IPPROTO_TCP), TCP_NODELAY, on: socket)
        set(SOL_SOCKET, SO_KEEPALIVE, on: socket)
        return (socket, "")
    }

    private static func outcome(of socket: CInt, until end: ContinuousClock.Instant) -> CInt {
        var waiting = pollfd(fd: socket, events: Int16(POLLOUT), revents: 0)
        let rest = max(end - .now, .zero)
        guard unsafe poll(&waiting, 1, CInt(rest / .milliseconds(1))) > 0 else { return ETIMEDOUT }
        var code: CInt = 0
        var length = socklen_t(MemoryLayout<CInt>.size)
        return unsafe getsockopt(socket, SOL_SOCKET, SO_ERROR, &code, &length) == 0 ? code : errno
    }

    private static func set(_ level: CInt, _ option: CInt, on socket: CInt) {
        var isOn: CInt = 1
        _ = unsafe setsockopt(socket, level, option, &isOn, socklen_t(MemoryLayout<CInt>.size))
    }
}
