/// Reads integers as stations write them: `7`, `-1`, ` 7 `, `7.0`.
enum WholeNumber {
    /// `nil` where the text is no whole number, or none that 64 bits can hold.
    static func parse(_ text: some Collection<UInt8>) -> Int64? {
        var rest = text[...]
        while rest.first == UInt8(ascii: " ") { rest.removeFirst() }
        let negative = rest.first == UInt8(ascii: "-")
        if negative || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
        var value: Int64 = 0
        var hasDigits = false
        while let byte = rest.first, let digit = digit(byte) {
            // Accumulated below zero, where one more number fits than above.
            let (shifted, tooLong) = value.multipliedReportingOverflow(by: 10)
            let (next, tooLarge) = shifted.subtractingReportingOverflow(digit)
            if tooLong || tooLarge { return nil }
            value = next
            hasDigits = true
            rest.removeFirst()
        }
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            while rest.first == UInt8(ascii: "0") { rest.removeFirst() }
        }
        while rest.first == UInt8(ascii: " ") { rest.removeFirst() }
        guard hasDigits, rest.isEmpty else { return nil }
        return negative ? value : (value == .min ? nil : -value)
    }

    private static func digit(_ byte: UInt8) -> Int64? {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) ? Int64(byte - UInt8(ascii: "0")) : nil
    }
}
