/// The messages of one SML file, each with its checksum.
struct SMLFile {
    private var messages: [Message] = []

    private struct Message {
        var tag: Int64
        var content: SMLNode
    }

    private let bytes: ArraySlice<UInt8>
    private static let getListResponse: Int64 = 0x0701

    /// Every message has to be whole; of a file with a damaged one nothing is used.
    init(_ bytes: ArraySlice<UInt8>) throws(TelegramDamage) {
        self.bytes = bytes
        var parser = SMLParser(bytes)
        while let next = parser.next {
            // Padding that the transport did not count.
            if next == 0 {
                parser.skipByte()
            } else {
                messages.append(try Self.message(try parser.node(), bytes))
            }
        }
    }

    /// Transaction, group, what to do on errors, body, checksum, end.
    private static func message(_ node: SMLNode, _ bytes: ArraySlice<UInt8>) throws(TelegramDamage) -> Message {
        guard let parts = node.list, parts.count == 6, case .end = parts[5].value else {
            throw .malformed("a message is no list of six that ends")
        }
        try verify(parts[4], bytes[node.range.lowerBound..<parts[4].range.lowerBound])
        guard let body = parts[3].list, body.count == 2, let tag = body[0].integer else {
            throw .malformed("a message has no body")
        }
        return Message(tag: tag, content: body[1])
    }

    /// The file's checksum has been right already, so the second kind of checksum costs no safety here. A message may
    /// be without one.
    private static func verify(_ checksum: SMLNode, _ covered: ArraySlice<UInt8>) throws(TelegramDamage) {
        if case .absent = checksum.value { return }
        guard let number = checksum.integer, let sum = UInt16(exactly: number)?.byteSwapped else { throw .checksum }
        guard CRC16.x25(covered) == sum || CRC16.kermit(covered) == sum else { throw .checksum }
    }

    /// One telegram for each list of values.
    func telegrams() throws(TelegramDamage) -> [Telegram] {
        var telegrams: [Telegram] = []
        for message in messages where message.tag == Self.getListResponse {
            telegrams.append(try SMLList(message.content, in: bytes).telegram())
        }
        return telegrams
    }
}
