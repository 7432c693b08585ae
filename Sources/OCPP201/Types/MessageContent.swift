package import OCPP

/// A text for people.
package struct MessageContent: Codable, Hashable, Sendable {
    package var format: MessageFormat
    package var content: GrowingText<512, 1024>
    package var language: Text<8>?

    package init(format: MessageFormat, content: GrowingText<512, 1024>, language: Text<8>? = nil) {
        self.format = format
        self.content = content
        self.language = language
    }
}
