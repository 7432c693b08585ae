/// The payload of a frame: read once for its syntax, turned into a message when somebody knows which.
package struct Payload: Sendable {
    let text: JSONText
    /// Where the payload's value is on the tape; `nil` when the frame had none, which counts as `{}`.
    let index: Int?

    /// The payload's JSON to the letter.
    package var verbatim: String { index.map { text.verbatim($0) } ?? "{}" }

    /// The payload as a message. Unknown fields are ignored.
    package func decode<Message: Decodable>(_ type: Message.Type = Message.self) throws(PayloadError) -> Message {
        let value = index.map { ValueDecoder(text: text, index: $0) } ?? ValueDecoder(text: .emptyObject, index: 0)
        do {
            return try Message(from: value)
        } catch let error as PayloadError {
            throw error
        } catch {
            throw .unacceptable(Self.reason(error))
        }
    }

    /// Only the standard library's own types throw anything else, for a raw value that an enum does not have.
    private static func reason(_ error: any Error) -> String {
        if case DecodingError.dataCorrupted(let context) = error { return context.debugDescription }
        return "The payload holds a value that cannot be read."
    }
}
