/// The number on a meter's plate, in the ways that telegrams write it.
enum SerialNumber {
    /// As it stands there; `nil` for an empty one, and for one of nothing but zeros.
    static func plain(_ text: some StringProtocol) -> String? {
        let number = String(text).trimmingBlanks
        return number.utf8.contains { $0 != UInt8(ascii: "0") } ? number : nil
    }

    /// P1 writes it as the hexadecimal digits of its characters. Some meters do not; then it is as it stands there.
    static func hexadecimal(_ text: some StringProtocol) -> String? {
        let digits = Array(text.utf8)
        guard digits.count.isMultiple(of: 2) else { return plain(text) }
        var characters: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            let pair = Substring(decoding: digits[index..<index + 2], as: UTF8.self)
            guard let byte = UInt8(pair, radix: 16), isPlate(byte) else { return plain(text) }
            characters.append(byte)
        }
        return plain(String(decoding: characters, as: UTF8.self))
    }

    /// Where some meters write the digits of characters and others the number itself. One of up to 16 digits may be
    /// either, and is left as it is.
    static func perhapsHexadecimal(_ text: some StringProtocol) -> String? {
        text.utf8.count > 16 ? hexadecimal(text) : plain(text)
    }

    private static func isPlate(_ byte: UInt8) -> Bool {
        switch Unicode.Scalar(byte) {
        case "0"..."9", "A"..."Z", "a"..."z", " ", "-", ".", "_": true
        default: false
        }
    }

    /// The server id of SML: `1EMH0010599732` where it is one of DIN 43863-5, which the plate shows in groups; the text
    /// where it is one; else its bytes in hexadecimal, which is what older plates show.
    ///
    /// Length, medium, three letters of the maker, production block, and a number of four bytes.
    static func server(_ id: some Collection<UInt8>) -> String? {
        let bytes = Array(id)
        if bytes.allSatisfy(isPlate) { return plain(String(decoding: bytes, as: UTF8.self)) }
        guard bytes.contains(where: { $0 != 0 }) else { return nil }
        guard bytes.count == 10, bytes[0] == 0x09 || bytes[0] == 0x0A, (1...9).contains(bytes[1]),
            bytes[2...4].allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }),
            case let number = bytes[6...].reduce(0, { $0 << 8 | Int($1) }), number <= 99_999_999
        else { return bytes.hexadecimal.uppercased() }
        let digits = String(number)
        let padded = String(repeating: "0", count: 8 - digits.count) + digits
        let letters = String(decoding: bytes[2...4], as: UTF8.self)
        return "\(bytes[1])\(letters)\([bytes[5]].hexadecimal.uppercased())\(padded)"
    }
}
