/// Checksums bit by bit, as their standards describe them: slow, and not the code that is tested.
enum Bits {
    static func arc(_ bytes: some Sequence<UInt8>) -> UInt16 { crc(bytes, polynomial: 0xA001, initial: 0) }
    static func x25(_ bytes: some Sequence<UInt8>) -> UInt16 { ~crc(bytes, polynomial: 0x8408, initial: 0xFFFF) }
    static func kermit(_ bytes: some Sequence<UInt8>) -> UInt16 { crc(bytes, polynomial: 0x8408, initial: 0) }

    private static func crc(_ bytes: some Sequence<UInt8>, polynomial: UInt16, initial: UInt16) -> UInt16 {
        var rest = initial
        for byte in bytes {
            rest ^= UInt16(byte)
            for _ in 0..<8 { rest = rest & 1 == 1 ? (rest >> 1) ^ polynomial : rest >> 1 }
        }
        return rest
    }

    /// The bytes as a receiver of eight bits sees them when seven and even parity are sent.
    static func withParity(_ bytes: [UInt8]) -> [UInt8] {
        bytes.map { $0.nonzeroBitCount % 2 == 1 ? $0 | 0x80 : $0 }
    }

    static func bytes(_ hexadecimal: String) -> [UInt8] {
        let digits = Array(hexadecimal.utf8)
        return stride(from: 0, to: digits.count, by: 2).map {
            UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16)!
        }
    }
}
