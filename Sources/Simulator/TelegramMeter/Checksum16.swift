/// The CRCs of telegrams, which differ in three numbers. Bits are taken the lowest first.
struct Checksum16 {
    let polynomial: UInt16
    let start: UInt16
    let end: UInt16

    /// CRC-16/ARC: DSMR P1.
    static let arc = Self(polynomial: 0xA001, start: 0, end: 0)
    /// CRC-16/X-25: SML.
    static let x25 = Self(polynomial: 0x8408, start: 0xFFFF, end: 0xFFFF)

    func callAsFunction(_ bytes: some Sequence<UInt8>) -> UInt16 {
        let sum = bytes.reduce(start) { sum, byte in
            (0..<8).reduce(sum ^ UInt16(byte)) { rest, _ in rest & 1 == 1 ? rest >> 1 ^ polynomial : rest >> 1 }
        }
        return sum ^ end
    }
}
