/// An SML file of three messages in its transport frame (SML 1.04, transport version 1).
enum SMLWriter {
    static func telegram(_ figures: MeterFigures) -> [UInt8] {
        let server = text(serverID(figures.serialNumber))
        let time = list([number(1, width: 1), number(figures.seconds, width: 4)])
        let values = list([
            entry([1, 0, 1, 8, 0, 255], unit: 30, scaler: -1, figures.importMilliwattHours / 100),
            entry([1, 0, 2, 8, 0, 255], unit: 30, scaler: -1, figures.exportMilliwattHours / 100),
            entry([1, 0, 16, 7, 0, 255], unit: 27, scaler: 0, figures.watts),
        ])
        let body =
            message(1, tag: 0x0101, list([absent, absent, text([1]), server, time, absent]))
            + message(2, tag: 0x0701, list([absent, server, absent, time, values, absent, absent]))
            + message(3, tag: 0x0201, list([absent]))
        return framed(body)
    }

    private static let absent: [UInt8] = [0x01]

    /// As in DIN 43863-5: medium electricity, three letters of the maker, and the number.
    private static func serverID(_ number: UInt32) -> [UInt8] {
        [0x0A, 0x01] + Array("OHM".utf8) + [0x00] + bytes(number, 4)
    }

    private static func message(_ number: UInt8, tag: UInt16, _ content: [UInt8]) -> [UInt8] {
        let head = [0x76] + text([number]) + [0x62, 0x00, 0x62, 0x00] + list([[0x63] + bytes(tag, 2), content])
        let sum = Checksum16.x25(head)
        return head + [0x63, UInt8(sum & 0xFF), UInt8(sum >> 8), 0x00]
    }

    private static func entry(_ obis: [UInt8], unit: UInt8, scaler: Int8, _ value: Int64) -> [UInt8] {
        list([
            text(obis), absent, absent, number(unit, width: 1), [0x52, UInt8(bitPattern: scaler)],
            [0x59] + bytes(value, 8), absent,
        ])
    }

    private static func list(_ elements: [[UInt8]]) -> [UInt8] {
        [0x70 | UInt8(elements.count)] + elements.joined()
    }

    private static func text(_ bytes: [UInt8]) -> [UInt8] { [UInt8(bytes.count + 1)] + bytes }

    private static func number(_ value: some FixedWidthInteger, width: Int) -> [UInt8] {
        [0x60 | UInt8(width + 1)] + bytes(value, width)
    }

    private static func bytes(_ value: some FixedWidthInteger, _ count: Int) -> [UInt8] {
        (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    /// Padded to four bytes; an escape sequence inside is doubled.
    private static func framed(_ body: [UInt8]) -> [UInt8] {
        let padding = (4 - body.count % 4) % 4
        let padded = body + [UInt8](repeating: 0, count: padding)
        var escaped: [UInt8] = []
        for start in stride(from: 0, to: padded.count, by: 4) {
            let four = padded[start..<start + 4]
            escaped += four.allSatisfy { $0 == 0x1B } ? four + four : four
        }
        let escape = [UInt8](repeating: 0x1B, count: 4)
        let frame = escape + [1, 1, 1, 1] + escaped + escape + [0x1A, UInt8(padding)]
        let sum = Checksum16.x25(frame)
        return frame + [UInt8(sum & 0xFF), UInt8(sum >> 8)]
    }
}
