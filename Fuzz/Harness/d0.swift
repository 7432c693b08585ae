import TelegramFuzzing
import Telegrams

/// What libFuzzer calls with the bytes it makes up.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    TelegramCheck.run(unsafe Array(UnsafeBufferPointer(start: start, count: count)), .d0)
    return 0
}
