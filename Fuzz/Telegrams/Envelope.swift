import Telegrams

/// Makes telegrams of bytes, so that what is inside is tried as well as what is around it.
enum Envelope {
    static func around(_ bytes: [UInt8], _ format: TelegramFormat) -> [UInt8] {
        switch format {
        case .p1: p1(bytes)
        case .sml: sml(bytes)
        case .d0: d0(bytes)
        }
    }

    /// A telegram that reads well.
    static func good(_ format: TelegramFormat) -> [UInt8] {
        switch format {
        case .p1: p1(Array("1-0:1.8.0(000001.234*kWh)".utf8))
        case .sml: sml(message)
        case .d0: d0(Array("1.8.0(000001.234*kWh)".utf8))
        }
    }

    private static func p1(_ lines: [UInt8]) -> [UInt8] {
        let body = Array("/XYZ5FUZZ\r\n\r\n".utf8) + lines + Array("\r\n!".utf8)
        let digits = String(CRC16.arc(body), radix: 16, uppercase: true)
        return body + Array((String(repeating: "0", count: 4 - digits.utf8.count) + digits + "\r\n").utf8)
    }

    private static func d0(_ lines: [UInt8]) -> [UInt8] {
        let block = lines + Array("\r\n!\r\n".utf8) + [0x03]
        return Array("/XYZ5FUZZ\r\n".utf8) + [0x02] + block + [BlockCheck.of(block)]
    }

    private static func sml(_ payload: [UInt8]) -> [UInt8] {
        let padding = (4 - payload.count % 4) % 4
        let padded = payload + [UInt8](repeating: 0, count: padding)
        let escape: [UInt8] = [0x1B, 0x1B, 0x1B, 0x1B]
        var frame = escape + [0x01, 0x01, 0x01, 0x01]
        for start in stride(from: 0, to: padded.count, by: 4) {
            let group = Array(padded[start..<start + 4])
            frame += group == escape ? group + group : group
        }
        frame += escape + [0x1A, UInt8(padding)]
        let sum = CRC16.x25(frame)
        return frame + [UInt8(sum & 0xFF), UInt8(sum >> 8)]
    }

    /// A list of one value, 123.4 Wh imported, in a message without a checksum of its own.
    private static let message: [UInt8] =
        [0x76, 0x02, 0x01, 0x62, 0x00, 0x62, 0x00, 0x72, 0x63, 0x07, 0x01]
        + [0x77, 0x01, 0x02, 0x09, 0x01, 0x01, 0x71]
        + [0x77, 0x07, 0x01, 0x00, 0x01, 0x08, 0x00, 0xFF, 0x01, 0x01, 0x62, 0x1E, 0x52, 0xFF, 0x63, 0x04, 0xD2, 0x01]
        + [0x01, 0x01, 0x01, 0x00]
}
