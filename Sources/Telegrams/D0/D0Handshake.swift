/// The conversation before a meter sends its data (IEC 62056-21): the request at 300 baud, the meter's name, and where
/// it leaves a choice, the answer to it. Pure values; whoever owns the line sends and waits.
package enum D0Handshake {
    /// The speed of the request and of the meter's name; seven bits and even parity, here and at every other speed.
    package static let openingBaud = 300
    /// Mode D, a meter that pushes by itself, according to the standard. Many do it at 9600.
    package static let pushedBaud = 2400
    /// A meter that has not begun to answer by then does not.
    package static let answerTimeout: Duration = .milliseconds(2200)
    /// Requests that follow each other sooner are not understood.
    package static let shortestPause: Duration = .milliseconds(1500)

    /// Asks whoever listens, or of several meters on one line the one with this address.
    ///
    /// `nil` for an address that cannot be one: up to 32 letters, digits and blanks.
    package static func request(address: String = "") -> [UInt8]? {
        let characters = Array(address.utf8)
        guard characters.count <= 32, characters.allSatisfy(isAddress) else { return nil }
        return Array("/?".utf8) + characters + Array("!\r\n".utf8)
    }

    private static func isAddress(_ byte: UInt8) -> Bool {
        switch Unicode.Scalar(byte) {
        case "0"..."9", "A"..."Z", "a"..."z", " ": true
        default: false
        }
    }
}

/// How a meter goes on after it has said its name.
package enum D0Mode: Hashable, Sendable {
    /// A: it sends its data at once and stays at 300 baud.
    case stays
    /// B: it sends its data at once, at this speed.
    case changes(baud: Int)
    /// C: it waits to be told to, and then sends at this speed.
    case asks(baud: Int, acknowledgement: [UInt8])

    /// Mode D, a meter that pushes by itself, is not among them: it is never asked.
    package init(_ identification: Identification) {
        let speed = identification.speed
        if let place = Array("0123456").firstIndex(of: speed) {
            // ACK, normal protocol, the speed the meter offers, data readout.
            let option = [0x06] + Array("0\(speed)0\r\n".utf8)
            self = .asks(baud: Self.bauds[place], acknowledgement: option)
        } else if let place = Array("ABCDEF").firstIndex(of: speed) {
            self = .changes(baud: Self.bauds[place + 1])
        } else {
            self = .stays
        }
    }

    /// The speed the data arrive at.
    package var dataBaud: Int {
        switch self {
        case .stays: D0Handshake.openingBaud
        case .changes(let baud), .asks(let baud, _): baud
        }
    }

    private static let bauds = [300, 600, 1200, 2400, 4800, 9600, 19_200]
}
