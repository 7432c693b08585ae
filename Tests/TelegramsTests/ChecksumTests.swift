import Testing

@testable import Telegrams

@Suite struct ChecksumTests {
    static let digits = Array("123456789".utf8)

    @Test func `the checksums have the values their standards check them by`() {
        #expect(CRC16.arc(Self.digits) == 0xBB3D)
        #expect(CRC16.x25(Self.digits) == 0x906E)
        #expect(CRC16.kermit(Self.digits) == 0x2189)
    }

    @Test func `the block check is what every byte after the start makes`() {
        let block = Array("1.8.0(001234.567*kWh)\r\n!\r\n".utf8) + [0x03]
        #expect(BlockCheck.of(block) == 0x7A)
    }

    @Test func `a parity bit is taken off where every character has one`() throws {
        let text = Array("1-0:1.8.0(5*kWh)".utf8)
        #expect(try Parity.stripped(text) == text)
        #expect(try Parity.stripped(Bits.withParity(text)) == text)
    }

    @Test func `a bit that was lost under parity is noticed`() {
        var bytes = Bits.withParity(Array("1-0:1.8.0(5*kWh)".utf8))
        bytes[3] ^= 0x04
        #expect(throws: TelegramDamage.parity) { try Parity.stripped(bytes) }
    }
}
