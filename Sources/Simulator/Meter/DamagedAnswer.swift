/// An answer as a disturbed line or a confused gateway gives it: whole, but with a wrong checksum, or over TCP with
/// the number of another transaction.
struct DamagedAnswer: Sendable {
    let bytes: [UInt8]

    /// `request` is a whole frame as libmodbus received it.
    init(to request: [UInt8], isSerial: Bool, _ registers: RegisterImage) {
        let asked = ModbusRequest(request[(isSerial ? 1 : 7)...], unit: request[isSerial ? 0 : 6])
        let frame = RTUFrame.answer(to: asked, from: registers, unit: request[isSerial ? 0 : 6])
        if isSerial {
            let checksum = frame.withChecksum.suffix(2).map { ~$0 }
            bytes = frame.bytes + checksum
        } else {
            let length = frame.bytes.count
            bytes = [request[0], ~request[1], 0, 0, UInt8(length >> 8), UInt8(length & 0xFF)] + frame.bytes
        }
    }
}
