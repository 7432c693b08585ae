import Testing
import Trust

/// Hexadecimal digits with spaces, as standards print them.
func hex(_ text: String) throws -> [UInt8] {
    try #require(Hex.bytes(text.utf8.filter { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\n") }))
}

/// A day in 2026, in seconds since 1970.
let noon: Int64 = 1_780_056_000
let day: Int64 = 86_400
