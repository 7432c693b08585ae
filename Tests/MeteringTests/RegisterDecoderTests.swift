import Charging
import Metering
import Testing

private struct Case: CustomTestStringConvertible, Sendable {
    var words: [UInt16]
    var type: RegisterType
    var order = WordOrder.abcd
    var value: String?
    var testDescription: String { "\(RegisterDecoder.hexadecimal(words)) \(type) \(order.rawValue)" }
}

@Test(arguments: [
    Case(words: [0x449A, 0x5000], type: .float32, value: "1234.5"),
    Case(words: [0x5000, 0x449A], type: .float32, order: .cdab, value: "1234.5"),
    Case(words: [0x0050, 0x9A44], type: .float32, order: .dcba, value: "1234.5"),
    Case(words: [0x9A44, 0x0050], type: .float32, order: .badc, value: "1234.5"),
    Case(words: [0x3DCC, 0xCCCD], type: .float32, value: "0.1"),
    Case(words: [0x4B80, 0x0000], type: .float32, value: "16777216"),
    Case(words: [0x4800, 0x0000], type: .float32, value: "131072"),
    Case(words: [0x4800, 0x0001], type: .float32, value: "131072.02"),
    Case(words: [0xC2C8, 0x0000], type: .float32, value: "-100"),
    Case(words: [0x8000, 0x0000], type: .float32, value: "0"),
    Case(words: [0x0000, 0x0001], type: .float32, value: "0"),
    Case(words: [0x7FC0, 0x0000], type: .float32, value: nil),
    Case(words: [0xFFFF, 0xFFFF], type: .float32, value: nil),
    Case(words: [0x7F80, 0x0000], type: .float32, value: nil),
    Case(words: [0x7F7F, 0xFFFF], type: .float32, value: nil),
    Case(words: [0x0001, 0x0000], type: .uint32, value: "65536"),
    Case(words: [0x0000, 0x0001], type: .uint32, order: .cdab, value: "65536"),
    Case(words: [0xFFFF, 0xFFFF], type: .uint32, value: nil),
    Case(words: [0xFFFF, 0xFFFF], type: .int32, value: "-1"),
    Case(words: [0x8000, 0x0000], type: .int32, value: nil),
    Case(words: [0x0000, 0x8000], type: .int32, order: .cdab, value: nil),
    Case(words: [0xFFFE], type: .uint16, value: "65534"),
    Case(words: [0xFFFF], type: .uint16, value: nil),
    Case(words: [0xFF9C], type: .int16, value: "-100"),
    Case(words: [0x8000], type: .int16, value: nil),
    Case(words: [0x9CFF], type: .int16, order: .badc, value: "-100"),
    Case(words: [0, 0, 0x0001, 0xE240], type: .uint64, value: "123456"),
    Case(words: [0xE240, 0x0001, 0, 0], type: .uint64, order: .cdab, value: "123456"),
    Case(words: [0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF], type: .uint64, value: nil),
    Case(words: [0x8000, 0, 0, 1], type: .uint64, value: nil),
    Case(words: [0xFFFF, 0xFFFF, 0xFFFF, 0xFFFE], type: .int64, value: "-2"),
    Case(words: [0x8000, 0, 0, 0], type: .int64, value: nil),
    Case(words: [0x0001], type: .uint32, value: nil),
])
private func `registers become exact numbers`(_ example: Case) {
    let value = RegisterDecoder.value(of: example.words, type: example.type, order: example.order)
    #expect(value == example.value.flatMap { ExactDecimal($0) })
}

@Test func `every shortest decimal of a float stands for the same bits`() throws {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<2000 {
        let number = Float.random(in: -10_000_000...10_000_000, using: &generator)
        let words = [UInt16(number.bitPattern >> 16), UInt16(number.bitPattern & 0xFFFF)]
        let value = try #require(RegisterDecoder.value(of: words, type: .float32, order: .abcd))
        #expect(Float(value.description) == number)
    }
}

@Test func `a text ends at its first NUL and has no blanks around it`() {
    #expect(RegisterDecoder.text(of: [0x2041, 0x4220, 0x3100, 0x4344]) == "AB 1")
    #expect(RegisterDecoder.text(of: [0, 0x4142]) == nil)
    #expect(RegisterDecoder.text(of: [0x2020]) == nil)
}
