import CModbus
import Glibc

/// The exclusive right to a serial device, from before it is configured until after it is closed.
///
/// There are two locks, for there are two kinds of others: flock(2) keeps out those that ask, another ohmstead, its scan
/// and pyserial among them, and lets them name who has it; TIOCEXCL keeps out those that do not ask, root excepted.
struct SerialClaim: ~Copyable {
    private let descriptor: CInt

    init(_ device: String) throws(BusError) {
        let descriptor = unsafe open(device, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.reason(errno, device) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let error = Self.inUse(device, by: LockHolder.name(ofLockOn: descriptor))
            close(descriptor)
            throw error
        }
        self.descriptor = descriptor
    }

    deinit {
        // The mark would stay with the line for as long as anybody else has it open.
        _ = ioctl(descriptor, UInt(TIOCNXCL))
        close(descriptor)
    }

    /// From now on nobody else can open it; so it is the last step.
    func shut() { _ = ioctl(descriptor, UInt(TIOCEXCL)) }

    private static func reason(_ code: CInt, _ device: String) -> BusError {
        switch code {
        case ENOENT, ENODEV, ENXIO: .unreachable("\(device) is not there")
        case EBUSY: inUse(device, by: nil)
        default: .unreachable("\(device): \(BusError.systemText(code))")
        }
    }

    private static func inUse(_ device: String, by holder: String?) -> BusError {
        .unreachable("\(device) is in use by \(holder ?? "another program")")
    }
}

/// Who holds a lock on a file, as /proc/locks has it.
enum LockHolder {
    /// The program's name and process id; `nil` where the kernel does not tell.
    static func name(ofLockOn descriptor: CInt) -> String? {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { return nil }
        let device = UInt64(status.st_dev)
        let (major, minor) = ((device >> 8) & 0xFFF, (device & 0xFF) | ((device >> 12) & 0xF_FF00))
        let file = "\(hexadecimal(major)):\(hexadecimal(minor)):\(status.st_ino)"
        for line in text(of: "/proc/locks").split(separator: "\n") {
            // 1: FLOCK  ADVISORY  WRITE 4711 00:18:5 0 EOF
            let words = line.split(separator: " ")
            guard words.count >= 6, words[1] == "FLOCK", words[5] == file, let process = Int(words[4]), process > 0
            else { continue }
            let name = text(of: "/proc/\(process)/comm").filter { !$0.isNewline }
            return name.isEmpty ? "process \(process)" : "\(name), process \(process)"
        }
        return nil
    }

    private static func hexadecimal(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return digits.count < 2 ? "0\(digits)" : digits
    }

    private static func text(of path: String) -> String {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while bytes.count < 1 << 18 {
            let count = unsafe read(descriptor, &buffer, buffer.count)
            guard count > 0 else { break }
            bytes += buffer.prefix(count)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
