import RegisterFuzzing

/// What libFuzzer calls with the bytes it makes up.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    RegisterCheck.run(unsafe Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}
