/// An answer as a disturbed line or a confused gateway gives it: whole, but with a wrong checksum, or over TCP with
/// the number of another transaction.
struct DamagedAnswer: Sendable {
    let bytes: [UInt8]

    /// `request` is a whole frame as libmodbus received it.
    init(to request: [UInt8], isSerial: Bool, _ registers: RegisterImage) {
        let start = isSerial ? 1 : 7
        let asked = ModbusRequest(request[start...])
        let words = Self.words(asked, registers)
        let body = [asked.function, UInt8(2 * words.count)] + words.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        guard !isSerial else {
            let frame = [request[0]] + body
            let checksum = ~Self.checksum(frame)
            bytes = frame + [UInt8(checksum & 0xFF), UInt8(checksum >> 8)]
            return
        }
        let length = body.count + 1
        bytes =
            [request[0], request[1] ^ 0xFF, 0, 0, UInt8(length >> 8), UInt8(length & 0xFF), request[6]] + body
    }

    private static func words(_ asked: ModbusRequest, _ registers: RegisterImage) -> [UInt16] {
        let (start, row) =
            asked.function == 4
            ? (registers.inputStart, registers.input) : (registers.holdingStart, registers.holding)
        return (asked.address..<asked.address + min(asked.count, 125)).map {
            row.indices.contains($0 - start) ? row[$0 - start] : 0
        }
    }

    /// CRC-16/MODBUS.
    private static func checksum(_ bytes: [UInt8]) -> UInt16 {
        bytes.reduce(0xFFFF) { checksum, byte in
            (0..<8).reduce(checksum ^ UInt16(byte)) { rest, _ in rest & 1 == 1 ? rest >> 1 ^ 0xA001 : rest >> 1 }
        }
    }
}
