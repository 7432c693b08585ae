import Charging
import Metering
import Testing

@Test(arguments: [
    ("16000", RegisterType.uint16, WordOrder.abcd, [0x3E80]), ("-1", .int16, .abcd, [0xFFFF]),
    ("65536", .uint32, .abcd, [1, 0]), ("65537.9", .uint32, .cdab, [1, 1]), ("258", .uint16, .badc, [0x0201]),
    ("1", .uint64, .dcba, [0x0100, 0, 0, 0]),
])
func `a number is written in the order of its bytes`(
    _ number: String, _ type: RegisterType, _ order: WordOrder, _ words: [UInt16]
) throws {
    #expect(RegisterEncoder.words(of: try #require(ExactDecimal(number)), type: type, order: order) == words)
}

@Test(arguments: [("65536", RegisterType.uint16), ("-1", .uint32), ("32768", .int16), ("1", .float32)])
func `a number that does not fit is not written`(_ number: String, _ type: RegisterType) throws {
    #expect(RegisterEncoder.words(of: try #require(ExactDecimal(number)), type: type, order: .abcd) == nil)
}
