import NIOCore

/// What a client says that it can do, as far as it decides which certificate it is shown. RFC 8446, section 4.1.2.
struct ClientHello: Equatable {
    /// The largest one that is waited for; BoringSSL takes no larger one either.
    static let maxBytes = 16 * 1024 + 512

    enum Reading: Equatable {
        /// More bytes have to come.
        case incomplete
        /// No ClientHello; what is wrong with it is BoringSSL's to say.
        case unreadable
        case complete(ClientHello)
    }

    var cipherSuites: [UInt16] = []
    /// The TLS versions it offers beyond what TLS 1.2 says in the record.
    var versions: [UInt16] = []
    /// `nil` where it does not say.
    var signatureSchemes: [UInt16]?
    var groups: [UInt16]?

    /// Looks at the first bytes of a connection, and leaves them as they are.
    static func read(_ bytes: ByteBuffer) -> Reading {
        var bytes = bytes
        guard var message = message(&bytes) else { return .unreadable }
        guard let kind = message.getInteger(at: message.readerIndex, as: UInt8.self) else { return .incomplete }
        guard kind == 1 else { return .unreadable }
        guard let length = message.getUInt24(at: message.readerIndex + 1) else { return .incomplete }
        guard length <= maxBytes else { return .unreadable }
        message.moveReaderIndex(forwardBy: 4)
        guard let body = message.readSlice(length: length) else { return .incomplete }
        return ClientHello(body).map(Reading.complete) ?? .unreadable
    }

    /// What the records hold, put together as far as it has come; `nil` when they are no handshake.
    private static func message(_ bytes: inout ByteBuffer) -> ByteBuffer? {
        var message = ByteBuffer()
        while let kind = bytes.getInteger(at: bytes.readerIndex, as: UInt8.self) {
            guard kind == 0x16 else { return message.readableBytes > 0 ? message : nil }
            guard let major = bytes.getInteger(at: bytes.readerIndex + 1, as: UInt8.self) else { break }
            guard major == 3 else { return nil }
            guard let length = bytes.getInteger(at: bytes.readerIndex + 3, as: UInt16.self) else { break }
            bytes.moveReaderIndex(forwardBy: 5)
            guard var piece = bytes.readSlice(length: min(Int(length), bytes.readableBytes)) else { break }
            message.writeBuffer(&piece)
        }
        return message
    }

    init() {}

    private init?(_ body: ByteBuffer) {
        var body = body
        // The old version and the random bytes.
        guard body.readSlice(length: 2 + 32) != nil, body.readBlock(as: UInt8.self) != nil,
            let suites = body.readBlock(as: UInt16.self), body.readBlock(as: UInt8.self) != nil
        else { return nil }
        cipherSuites = suites.numbers
        guard var extensions = body.readBlock(as: UInt16.self) else { return }
        while let kind = extensions.readInteger(as: UInt16.self) {
            guard var content = extensions.readBlock(as: UInt16.self) else { return nil }
            switch kind {
            case 10: groups = content.readBlock(as: UInt16.self)?.numbers
            case 13: signatureSchemes = content.readBlock(as: UInt16.self)?.numbers
            case 43: versions = content.readBlock(as: UInt8.self)?.numbers ?? []
            default: break
            }
        }
    }
}

extension ByteBuffer {
    fileprivate func getUInt24(at index: Int) -> Int? {
        guard let high = getInteger(at: index, as: UInt8.self), let low = getInteger(at: index + 1, as: UInt16.self)
        else { return nil }
        return Int(high) << 16 | Int(low)
    }

    /// Bytes with their number before them.
    fileprivate mutating func readBlock<Length: FixedWidthInteger>(as _: Length.Type) -> ByteBuffer? {
        readLengthPrefixedSlice(as: Length.self)
    }

    fileprivate var numbers: [UInt16] {
        var rest = self
        var numbers: [UInt16] = []
        while let number = rest.readInteger(as: UInt16.self) { numbers.append(number) }
        return numbers
    }
}
