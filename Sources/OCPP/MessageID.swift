/// The id that ties an answer to its call. OCPP-J 1.6, section 4.1.4.
///
/// Texts by the standard, at most 36 characters; wallboxes also send integers and longer texts, and get back exactly
/// what they sent.
package struct MessageID: Hashable, Sendable, CustomStringConvertible {
    package let text: String
    /// It stood in the frame as a number, without quotes.
    package let isNumber: Bool

    /// What is longer than this is no id any more.
    static let maximumBytes = 256

    package init(_ text: String) {
        self.init(text: text, isNumber: false)
    }

    init(text: String, isNumber: Bool) {
        self.text = text
        self.isNumber = isNumber
    }

    /// What OCPP 2 answers under where the id of a frame could not be read. OCPP 2.0.1 Part 4, section 4.
    static let unreadable = MessageID("-1")

    package var description: String { text }

    /// The id as it goes into a frame.
    var json: String { isNumber ? text : JSONString.quoted(text) }
}
