/// A frame of Modbus RTU: unit, function, data, checksum. Written down without libmodbus, which the gateway uses.
struct RTUFrame: Sendable {
    /// Without the checksum.
    var bytes: [UInt8]

    var withChecksum: [UInt8] {
        let sum = Self.checksum(of: bytes)
        return bytes + [UInt8(sum & 0xFF), UInt8(sum >> 8)]
    }

    /// How many bytes the request has that begins so; `nil` while that cannot be told, 0 where it is no request.
    static func length(of request: [UInt8]) -> Int? {
        guard request.count >= 2 else { return nil }
        switch request[1] {
        case 3, 4, 6: return 8
        case 16: return request.count < 7 ? nil : 9 + Int(request[6])
        default: return 0
        }
    }

    static func answer(to request: ModbusRequest, from image: RegisterImage, unit: UInt8) -> RTUFrame {
        guard !request.isWrite else {
            let value = request.function == 6 ? request.words.first ?? 0 : UInt16(request.count)
            return RTUFrame(
                bytes: [unit, request.function]
                    + [UInt16(request.address), value].flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] })
        }
        let (start, words) =
            request.function == 3 ? (image.holdingStart, image.holding) : (image.inputStart, image.input)
        let first = request.address - start
        guard first >= 0, request.count > 0, first + request.count <= words.count else {
            return exception(2, to: request, unit: unit)
        }
        let data = words[first..<first + request.count].flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        return RTUFrame(bytes: [unit, request.function, UInt8(data.count)] + data)
    }

    static func exception(_ code: UInt8, to request: ModbusRequest, unit: UInt8) -> RTUFrame {
        RTUFrame(bytes: [unit, request.function | 0x80, code])
    }

    /// CRC-16/MODBUS.
    static func checksum(of bytes: some Sequence<UInt8>) -> UInt16 {
        bytes.reduce(0xFFFF) { sum, byte in
            (0..<8).reduce(sum ^ UInt16(byte)) { sum, _ in sum & 1 == 1 ? sum >> 1 ^ 0xA001 : sum >> 1 }
        }
    }
}
