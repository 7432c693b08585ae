/// A file with a password or a key in it: one line of text.
package struct SecretFile: Sendable {
    package let path: String

    package init(path: String) { self.path = path }

    /// No password and no key is longer, in bytes.
    private static let longest = 4096

    package enum Failure: Error, Hashable, Sendable {
        case missing
        case unreadable
        case empty
        case notOneLine
    }

    /// What is in it, without the line break at its end. The text must never reach a log.
    package func read() throws(Failure) -> String {
        let text: String
        do {
            text = try BoundedFile(path: path).text(atMost: Self.longest)
        } catch {
            switch error {
            case .missing: throw .missing
            case .unreadable: throw .unreadable
            case .tooLong, .notText: throw .notOneLine
            }
        }
        let lines = text.split(whereSeparator: \.isNewline)
        guard let secret = lines.first else { throw .empty }
        guard lines.count == 1 else { throw .notOneLine }
        return String(secret)
    }

    /// Any user of the box may read it.
    package var isReadableByOthers: Bool { BoundedFile(path: path).isReadableByOthers }
}
