/// What a meter of IEC 62056-21, mode C, is asked, byte by byte. Sections 6.3.1 and 6.3.3.
struct ReadoutConversation {
    enum Question: Hashable {
        case identification
        case data
    }

    private var heard: [UInt8] = []

    mutating func take(_ bytes: [UInt8]) -> Question? {
        heard += bytes.map { $0 & 0x7F }
        guard heard.last == UInt8(ascii: "\n") else { return nil }
        defer { heard = [] }
        if heard.starts(with: "/?".utf8), heard.suffix(3).elementsEqual("!\r\n".utf8) { return .identification }
        return heard.elementsEqual([0x06] + Array("050\r\n".utf8)) ? .data : nil
    }
}
