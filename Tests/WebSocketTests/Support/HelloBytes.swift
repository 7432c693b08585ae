/// A ClientHello in one record, as an old and plain client sends it.
struct HelloBytes {
    var suites: [UInt16] = [0xC02B, 0xC02F, 0x009C]
    var schemes: [UInt16]? = [0x0403, 0x0804, 0x0401]
    var groups: [UInt16]? = [23]
    var versions: [UInt16] = []

    /// The handshake message without a record around it.
    var message: [UInt8] {
        var extensions: [UInt8] = []
        if let groups { extensions += bytes(10) + block(block(groups.flatMap(bytes))) }
        if let schemes { extensions += bytes(13) + block(block(schemes.flatMap(bytes))) }
        if !versions.isEmpty {
            extensions += bytes(43) + block([UInt8(2 * versions.count)] + versions.flatMap(bytes))
        }
        let body = bytes(0x0303) + [UInt8](repeating: 7, count: 32) + [0] + block(suites.flatMap(bytes)) + [1, 0]
        let whole = body + block(extensions)
        return [1, 0] + bytes(UInt16(whole.count)) + whole
    }

    var record: [UInt8] { Self.record(message[...]) }

    /// The message in two records.
    func records(cutAt place: Int) -> [UInt8] {
        Self.record(message[..<place]) + Self.record(message[place...])
    }

    private static func record(_ content: ArraySlice<UInt8>) -> [UInt8] {
        [0x16, 3, 1, UInt8(content.count >> 8), UInt8(content.count & 0xFF)] + content
    }

    private func bytes(_ number: UInt16) -> [UInt8] { [UInt8(number >> 8), UInt8(number & 0xFF)] }
    private func block(_ content: [UInt8]) -> [UInt8] { bytes(UInt16(content.count)) + content }
}
