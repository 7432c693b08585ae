import CModbus
import Glibc

/// Two ends of a serial line that does not exist: whoever opens `device` talks to `controller`.
struct PseudoTerminal: ~Copyable {
    let controller: CInt
    let device: String
    /// Kept open, so that the line stays up while nobody else has it open.
    private let held: CInt

    init() throws(SimulatedMeterError) {
        let controller = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard controller >= 0 else { throw .system("posix_openpt", errno) }
        var name = [CChar](repeating: 0, count: 64)
        let capacity = name.count
        guard grantpt(controller) == 0, unlockpt(controller) == 0,
            unsafe ptsname_r(controller, &name, capacity) == 0
        else {
            let code = errno
            close(controller)
            throw .system("ptsname", code)
        }
        let device = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        let held = unsafe Glibc.open(device, O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard held >= 0 else {
            let code = errno
            close(controller)
            throw .system(device, code)
        }
        Self.makeRaw(held)
        self.controller = controller
        self.device = device
        self.held = held
    }

    deinit {
        close(controller)
        close(held)
    }

    /// The speed that was set on the device last.
    var speed: speed_t? {
        var settings = termios()
        return unsafe tcgetattr(held, &settings) == 0 ? unsafe cfgetospeed(&settings) : nil
    }

    /// No echo, no line editing: bytes as they are.
    private static func makeRaw(_ descriptor: CInt) {
        var settings = termios()
        guard unsafe tcgetattr(descriptor, &settings) == 0 else { return }
        unsafe cfmakeraw(&settings)
        _ = unsafe tcsetattr(descriptor, TCSANOW, &settings)
    }
}
