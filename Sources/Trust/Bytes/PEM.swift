/// The text form of certificates, keys and requests, RFC 7468.
///
/// Read here and not by libcrypto, which asks the terminal for a password when a text says that it is encrypted, and
/// refuses base64 that is not broken into lines of 64, as some stations send it.
enum PEM {
    struct Block: Hashable {
        var label: String
        var der: [UInt8]
    }

    static func text(_ label: String, _ der: [UInt8]) -> String {
        var text = "-----BEGIN \(label)-----\n"
        let base64 = Base64.standard.text(der, padded: true)
        for start in stride(from: 0, to: base64.count, by: 64) {
            text += String(decoding: base64[start..<min(start + 64, base64.count)], as: UTF8.self) + "\n"
        }
        return text + "-----END \(label)-----\n"
    }

    /// All blocks in order; what stands between them is a comment. `nil` when a block does not end, holds something
    /// else than base64, or when there are more than `limit`.
    static func blocks(_ text: String, limit: Int) -> [Block]? {
        var blocks: [Block] = []
        var rest = Substring(text)[...]
        while let begin = rest.firstRange(of: "-----BEGIN ") {
            rest = rest[begin.upperBound...]
            guard let labelEnd = rest.firstRange(of: "-----") else { return nil }
            let label = String(rest[..<labelEnd.lowerBound])
            rest = rest[labelEnd.upperBound...]
            guard blocks.count < limit, let end = rest.firstRange(of: "-----END \(label)-----"),
                let der = der(rest[..<end.lowerBound])
            else { return nil }
            blocks.append(Block(label: label, der: der))
            rest = rest[end.upperBound...]
        }
        return blocks
    }

    private static func der(_ body: Substring) -> [UInt8]? {
        var base64 = body.utf8.filter { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
        guard !base64.isEmpty, base64.count.isMultiple(of: 4) else { return nil }
        for _ in 0..<2 where base64.last == UInt8(ascii: "=") { base64.removeLast() }
        return Base64.standard.bytes(base64)
    }
}
