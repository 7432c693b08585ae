import CModbus
import Glibc

/// Why a request brought no registers.
package enum BusError: Error, Hashable, Sendable {
    /// The serial device or the TCP address could not be opened.
    case unreachable(String)
    /// The line was there and broke.
    case lost(String)
    /// Nobody answered in time.
    case silent
    /// What came was no answer to the request: a wrong checksum, another unit, another length.
    case garbled(String)
    /// The meter answered that it will not; its exception code. Modbus Application Protocol 1.1b3, section 7.
    case exception(UInt8)

    /// Asking the same again brings the same: the meter has no such register or function.
    package var isRefusal: Bool {
        if case .exception(let code) = self { (1...3).contains(code) } else { false }
    }

    /// It is not this meter's fault: nothing on the line can be read.
    package var concernsLine: Bool {
        switch self {
        case .unreachable, .lost: true
        case .silent, .garbled, .exception: false
        }
    }

    /// libmodbus's numbers: its own from `MODBUS_ENOBASE`, exceptions first, else the system's.
    init(errno code: CInt) {
        switch code - MODBUS_ENOBASE {
        case 1...11: self = .exception(UInt8(code - MODBUS_ENOBASE))
        case 12...17: self = .garbled(unsafe String(cString: modbus_strerror(code)))
        default: self = code == ETIMEDOUT || code == EAGAIN ? .silent : .lost(Self.systemText(code))
        }
    }

    static func systemText(_ code: CInt) -> String { unsafe String(cString: strerror(code)) }
}

extension BusError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreachable(let reason): "the line cannot be opened: \(reason)"
        case .lost(let reason): "the line broke: \(reason)"
        case .silent: "no answer in time"
        case .garbled(let reason): "no proper answer: \(reason)"
        case .exception(let code): "exception \(code)" + (Self.names[code].map { ", \($0)" } ?? "")
        }
    }

    private static let names: [UInt8: String] = [
        1: "illegal function", 2: "illegal address", 3: "illegal value", 4: "device failure", 5: "acknowledge",
        6: "busy", 7: "negative acknowledge", 8: "memory parity error", 10: "gateway path unavailable",
        11: "gateway target does not answer",
    ]
}
