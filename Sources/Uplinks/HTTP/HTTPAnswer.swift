/// An HTTP answer as it came, before it means anything.
package struct HTTPAnswer: Sendable {
    package var status: Int
    package var retryAfter: String?
    package var body: [UInt8]
    /// The body was longer than the client reads.
    package var isCut: Bool

    package init(status: Int, retryAfter: String? = nil, body: [UInt8] = [], isCut: Bool = false) {
        self.status = status
        self.retryAfter = retryAfter
        self.body = body
        self.isCut = isCut
    }

    func mentions(_ code: String) -> Bool { String(decoding: body, as: UTF8.self).contains(code) }

    /// The beginning of the body on one line, for a person to read.
    var excerpt: String {
        let words = String(decoding: body.prefix(1024), as: UTF8.self).unicodeScalars
            .split { $0.value < 0x21 || (0x7F...0xA0).contains($0.value) }
            .map(String.init)
        return String(words.joined(separator: " ").prefix(200))
    }
}
