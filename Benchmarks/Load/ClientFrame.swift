import NIOCore

/// A masked WebSocket text frame that is built once and sent often, with decimal fields that change in place.
///
/// Numbers keep their width, so sending one more message costs a few bytes written and one copy. The mask is fixed:
/// peers must unmask, and need not know that it is always the same.
struct ClientFrame {
    /// Where a field's digits are.
    struct Field {
        fileprivate var offset: Int
        fileprivate var width: Int
    }

    private static let mask: [UInt8] = [0x6d, 0x1a, 0xb3, 0x4e]

    private(set) var bytes: [UInt8]
    private let payloadStart: Int

    /// `text` has a run of `#` for each field; the fields come back in the order of the text.
    static func make(_ text: String) -> (frame: ClientFrame, fields: [Field]) {
        let payload = Array(text.utf8)
        let frame = ClientFrame(payload)
        var fields: [Field] = []
        var index = 0
        while index < payload.count {
            let start = index
            while index < payload.count, payload[index] == UInt8(ascii: "#") { index += 1 }
            if index > start {
                fields.append(Field(offset: start, width: index - start))
            } else {
                index += 1
            }
        }
        return (frame, fields)
    }

    init(_ payload: [UInt8], opcode: UInt8 = 0x1) {
        bytes = [0x80 | opcode]
        if payload.count < 126 {
            bytes.append(0x80 | UInt8(payload.count))
        } else {
            precondition(payload.count <= UInt16.max, "a frame of the load is at most 64 KiB")
            bytes += [0x80 | 126, UInt8(payload.count >> 8), UInt8(payload.count & 0xff)]
        }
        bytes += Self.mask
        payloadStart = bytes.count
        bytes += payload.enumerated().map { $0.element ^ Self.mask[$0.offset & 3] }
    }

    /// Writes a number into its field, padded with zeros; digits that do not fit are cut at the front.
    mutating func set(_ field: Field, to number: Int) {
        var rest = number
        for offset in stride(from: field.offset + field.width - 1, through: field.offset, by: -1) {
            bytes[payloadStart + offset] = (UInt8(ascii: "0") + UInt8(rest % 10)) ^ Self.mask[offset & 3]
            rest /= 10
        }
    }
}

/// The text frames of one connection on their way in. Frames may come in pieces and several at a time.
struct ServerFrames {
    struct Frame {
        var opcode: UInt8
        var payload: ByteBuffer
    }

    /// Takes the next whole frame from the front of `buffer`; `nil` while there is none.
    static func next(in buffer: inout ByteBuffer) -> Frame? {
        let start = buffer.readerIndex
        guard let opcode = buffer.getInteger(at: start, as: UInt8.self),
            let short = buffer.getInteger(at: start + 1, as: UInt8.self)
        else { return nil }
        var header = 2
        var length = Int(short & 0x7f)
        if length == 126 {
            guard let long = buffer.getInteger(at: start + 2, as: UInt16.self) else { return nil }
            (header, length) = (4, Int(long))
        } else if length == 127 {
            guard let long = buffer.getInteger(at: start + 2, as: UInt64.self) else { return nil }
            (header, length) = (10, Int(clamping: long))
        }
        guard buffer.readableBytes >= header + length else { return nil }
        buffer.moveReaderIndex(forwardBy: header)
        guard let payload = buffer.readSlice(length: length) else { return nil }
        return Frame(opcode: opcode & 0x0f, payload: payload)
    }
}
