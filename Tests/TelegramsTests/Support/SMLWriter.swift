/// Writes SML files for the tests, field by field.
enum SMLWriter {
    static let absent: [UInt8] = [0x01]

    static func list(_ elements: [[UInt8]]) -> [UInt8] { [0x70 | UInt8(elements.count)] + elements.flatMap { $0 } }

    static func octets(_ bytes: [UInt8]) -> [UInt8] {
        if bytes.count < 15 { return [UInt8(bytes.count + 1)] + bytes }
        let length = bytes.count + 2
        return [0x80 | UInt8(length >> 4), UInt8(length & 0xF)] + bytes
    }

    static func signed(_ bytes: UInt8...) -> [UInt8] { [0x50 | UInt8(bytes.count + 1)] + bytes }
    static func unsigned(_ bytes: UInt8...) -> [UInt8] { [0x60 | UInt8(bytes.count + 1)] + bytes }

    struct Entry {
        var name: [UInt8]
        var status: [UInt8] = absent
        var time: [UInt8] = absent
        var unit: UInt8 = 30
        var scaler: Int8 = -1
        var value: [UInt8]

        var bytes: [UInt8] {
            list([
                octets(name), status, time, unsigned(unit), signed(UInt8(bitPattern: scaler)), value, absent,
            ])
        }
    }

    static let energyImport: [UInt8] = [1, 0, 1, 8, 0, 255]
    static let power: [UInt8] = [1, 0, 16, 7, 0, 255]
    static let server: [UInt8] = [0x0A, 0x01, 0x45, 0x4D, 0x48, 0x00, 0x00, 0xA1, 0xBD, 0x34]

    static func message(
        _ tag: UInt8, _ content: [UInt8], checksum: (([UInt8]) -> UInt16)? = { Bits.x25($0) }
    ) -> [UInt8] {
        let body = list([unsigned(tag, 0x01), content])
        let covered = [0x76] + octets([1, 2, 3, 4]) + unsigned(0) + unsigned(0) + body
        guard let checksum else { return covered + absent + [0x00] }
        let sum = checksum(covered)
        return covered + unsigned(UInt8(sum & 0xFF), UInt8(sum >> 8)) + [0x00]
    }

    /// A list of values, between the messages that open and close a file.
    static func file(
        server: [UInt8] = server, time: [UInt8] = list([unsigned(1), unsigned(0, 0, 3, 0xE8)]), _ entries: [Entry],
        checksum: (([UInt8]) -> UInt16)? = { Bits.x25($0) }
    ) -> [UInt8] {
        // A list may have more than 15 entries; then its count takes two bytes.
        let values = entries.map(\.bytes)
        let count: [UInt8] =
            values.count < 16
            ? [0x70 | UInt8(values.count)] : [0xF0 | UInt8(values.count >> 4), UInt8(values.count & 0xF)]
        let content = list([
            absent, octets(server), absent, time, count + values.flatMap { $0 }, absent, absent,
        ])
        let opening = list([absent, absent, octets([9]), octets(server), absent, absent])
        return transport(
            message(1, opening, checksum: checksum) + message(7, content, checksum: checksum)
                + message(2, list([absent]), checksum: checksum))
    }

    /// Escapes, pads and checks a file.
    static func transport(_ payload: [UInt8]) -> [UInt8] {
        let padding = (4 - payload.count % 4) % 4
        let padded = payload + [UInt8](repeating: 0, count: padding)
        var frame: [UInt8] = [0x1B, 0x1B, 0x1B, 0x1B, 1, 1, 1, 1]
        for start in stride(from: 0, to: padded.count, by: 4) {
            let group = Array(padded[start..<start + 4])
            frame += group == [0x1B, 0x1B, 0x1B, 0x1B] ? group + group : group
        }
        frame += [0x1B, 0x1B, 0x1B, 0x1B, 0x1A, UInt8(padding)]
        let sum = Bits.x25(frame)
        return frame + [UInt8(sum & 0xFF), UInt8(sum >> 8)]
    }
}
