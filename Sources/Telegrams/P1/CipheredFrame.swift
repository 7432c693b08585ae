/// An encrypted telegram, as Luxembourgish and Austrian meters send it (DLMS general-glo-ciphering): recognised, so that
/// it is called by its name, and passed over, so that nothing in it is taken for the beginning of another.
struct CipheredFrame {
    static let tag: UInt8 = 0xDB

    enum Progress {
        case incomplete
        /// All of its bytes have come, and so many they were.
        case complete(Int)
        /// It is something else after all; these are its bytes so far.
        case foreign([UInt8])
    }

    /// Tag, length of the system title, the title (which begins with three letters), length of the rest.
    private var header: [UInt8] = [tag]
    /// Of what follows the header.
    private var missing: Int?

    private static let titleLength = 8
    private static let lengthAt = 2 + titleLength
    /// Security byte, frame counter and authentication tag, without which there is nothing to decrypt.
    private static let shortest = 17

    mutating func feed(_ byte: UInt8) -> Progress {
        if let missing {
            self.missing = missing - 1
            return missing > 1 ? .incomplete : .complete(header.count + length)
        }
        header.append(byte)
        guard isPlausible else { return .foreign(header) }
        if header.count == Self.lengthAt + 1 + lengthBytes {
            guard (Self.shortest...TelegramReader.maximumBytes).contains(length) else { return .foreign(header) }
            missing = length
        }
        return .incomplete
    }

    private var isPlausible: Bool {
        let last = header[header.count - 1]
        return switch header.count - 1 {
        case 1: last == UInt8(Self.titleLength)
        case 2, 3, 4: (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(last)
        case Self.lengthAt: last <= 0x82 && last != 0x80
        default: true
        }
    }

    /// How many bytes a long length takes behind the one that says so.
    private var lengthBytes: Int {
        guard header.count > Self.lengthAt, header[Self.lengthAt] > 0x80 else { return 0 }
        return Int(header[Self.lengthAt] & 0x7F)
    }

    private var length: Int {
        let bytes = lengthBytes == 0 ? header[Self.lengthAt...] : header[(Self.lengthAt + 1)...]
        return bytes.reduce(0) { $0 << 8 | Int($1) }
    }
}
