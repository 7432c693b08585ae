/// Where telegrams come from.
package enum TelegramLineAddress: Hashable, Sendable {
    /// A serial device, an optical head or a P1 cable for instance. Where there are several formats, the one that brings
    /// a telegram is found out.
    case serial(device: String, formats: [CharacterFormat])
    /// A serial server that passes on the bytes as they come; a name or an address.
    case tcp(host: String, port: UInt16)

    var formats: [CharacterFormat] {
        switch self {
        case .serial(_, let formats): formats
        case .tcp: []
        }
    }
}

/// How characters are sent on a serial line, with one stop bit.
package struct CharacterFormat: Hashable, Sendable {
    package var baud: Int
    /// 7 or 8.
    package var dataBits: Int
    package var parity: Parity

    package init(baud: Int, dataBits: Int = 8, parity: Parity = .none) {
        self.baud = baud
        self.dataBits = dataBits
        self.parity = parity
    }

    /// DSMR P1 from version 4 on, and eMUCS.
    package static let p1 = Self(baud: 115_200)
    /// DSMR P1 before version 4.
    package static let earlyP1 = Self(baud: 9600, dataBits: 7, parity: .even)
    /// SML through an optical head.
    package static let sml = Self(baud: 9600)
    /// IEC 62056-21 begins so, section 6.1.
    package static let d0 = Self(baud: 300, dataBits: 7, parity: .even)
    /// IEC 62056-21, mode D: the meter talks by itself.
    package static let pushedD0 = Self(baud: 2400, dataBits: 7, parity: .even)

    package static let bauds = [300, 600, 1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200]
}

extension CharacterFormat: CustomStringConvertible {
    package var description: String { "\(baud) \(dataBits)\(parity.rawValue.prefix(1).uppercased())1" }
}
