/// The cyclic redundancy checks of telegrams: 16 bits, the lowest bit of a byte first.
package struct CRC16: Sendable {
    /// P1, over everything from `/` to `!`.
    package static let arc = CRC16(polynomial: 0xA001, initial: 0, final: 0)
    /// SML, around the file and around each message.
    package static let x25 = CRC16(polynomial: 0x8408, initial: 0xFFFF, final: 0xFFFF)
    /// Some Holley meters use it around messages, where X-25 belongs.
    package static let kermit = CRC16(polynomial: 0x8408, initial: 0, final: 0)

    private let initial: UInt16
    private let final: UInt16
    private let table: [UInt16]

    private init(polynomial: UInt16, initial: UInt16, final: UInt16) {
        self.initial = initial
        self.final = final
        table = (0..<256).map { byte in
            (0..<8).reduce(UInt16(byte)) { rest, _ in rest & 1 == 0 ? rest >> 1 : rest >> 1 ^ polynomial }
        }
    }

    package func callAsFunction(_ bytes: some Sequence<UInt8>) -> UInt16 {
        bytes.reduce(initial) { rest, byte in rest >> 8 ^ table[Int(UInt8(truncatingIfNeeded: rest) ^ byte)] } ^ final
    }
}

/// The block check character of IEC 62056-21: every byte after STX, up to and including ETX.
package enum BlockCheck {
    package static func of(_ bytes: some Sequence<UInt8>) -> UInt8 { bytes.reduce(0, ^) }
}

/// Characters of seven bits and a parity bit, as a receiver set to eight bits sees them.
enum Parity {
    /// The characters without their parity bits, or as they are where none has an eighth bit.
    ///
    /// Even parity is what IEC 62056-21 and DSMR 2 and 3 prescribe. Where some characters have it and others do not,
    /// bits were lost.
    static func stripped(_ bytes: some Collection<UInt8>) throws(TelegramDamage) -> [UInt8] {
        guard bytes.contains(where: { $0 > 0x7F }) else { return Array(bytes) }
        guard bytes.allSatisfy({ $0.nonzeroBitCount.isMultiple(of: 2) }) else { throw .parity }
        return bytes.map { $0 & 0x7F }
    }
}

extension Sequence<UInt8> {
    /// Two lower-case digits a byte.
    var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 0xF)]] }, as: UTF8.self)
    }
}
