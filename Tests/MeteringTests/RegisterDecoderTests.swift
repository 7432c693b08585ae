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
    Case(words: [0x419D, 0x6F34, 0x5480, 0x0000], type: .float64, value: "123456789.125"),
    Case(words: [0x0000, 0x5480, 0x6F34, 0x419D], type: .float64, order: .cdab, value: "123456789.125"),
    Case(words: [0x3FB9, 0x9999, 0x9999, 0x999A], type: .float64, value: "0.1"),
    Case(words: [0x3FD3, 0x3333, 0x3333, 0x3334], type: .float64, value: "0.30000000000000004"),
    Case(words: [0x3EE9, 0xE409, 0x3026, 0x78BA], type: .float64, value: "0.000012345678901234"),
    Case(words: [0xC2FE, 0x3A9B, 0x4437, 0xFE00], type: .float64, value: "-531792990011360"),
    Case(words: [0x7FF8, 0, 0, 0], type: .float64, value: nil),
    Case(words: [0x7FEF, 0xFFFF, 0xFFFF, 0xFFFF], type: .float64, value: nil),
    Case(words: [0xFE00, 0x59D8], type: .iskraT5, value: "230"),
    Case(words: [0x0200, 0x0005], type: .iskraT5, value: "500"),
    Case(words: [0xFFFF, 0xFFFF], type: .iskraT5, value: nil),
    Case(words: [0xFFFF, 0xFFF6], type: .iskraT6, value: "-1"),
    Case(words: [0xFE00, 0x0064], type: .iskraT6, value: "1"),
    Case(words: [0xFF00, 0x2648], type: .iskraT7, value: "9800"),
    Case(words: [0x80FF, 0xFFFF], type: .iskraT5, value: nil),
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

@Test func `every shortest decimal of a double stands for the same bits`() throws {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<2000 {
        let number = Double.random(in: 1...100_000_000, using: &generator)
        let words = (0..<4).map { UInt16(truncatingIfNeeded: number.bitPattern >> (48 - 16 * $0)) }
        let value = try #require(RegisterDecoder.value(of: words, type: .float64, order: .abcd))
        #expect(Double(value.description) == number)
    }
}

@Test func `no double is so small that it has no value`() throws {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<2000 {
        let number = Double.random(in: 1e-12...1e-3, using: &generator)
        let words = (0..<4).map { UInt16(truncatingIfNeeded: number.bitPattern >> (48 - 16 * $0)) }
        let value = try #require(RegisterDecoder.value(of: words, type: .float64, order: .abcd))
        #expect(abs((Double(value.description) ?? -1) - number) <= 1e-9)
    }
}

@Test func `a text ends at its first NUL and has no blanks around it`() {
    #expect(RegisterDecoder.text(of: [0x2041, 0x4220, 0x3100, 0x4344]) == "AB 1")
    #expect(RegisterDecoder.text(of: [0, 0x4142]) == nil)
    #expect(RegisterDecoder.text(of: [0x2020]) == nil)
}
