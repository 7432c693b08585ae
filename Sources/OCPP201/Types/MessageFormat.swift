package import OCPP

/// How a text for people is written.
package struct MessageFormat: Word {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    package static let ascii = MessageFormat(rawValue: "ASCII")
    package static let html = MessageFormat(rawValue: "HTML")
    package static let uri = MessageFormat(rawValue: "URI")
    package static let utf8 = MessageFormat(rawValue: "UTF8")
    package static let qrcode = MessageFormat(rawValue: "QRCODE")

    package static func words(in dialect: Dialect) -> Set<Self>? {
        let words: Set<Self> = [ascii, html, uri, utf8]
        return dialect == .ocpp21 ? words.union([qrcode]) : words
    }
}
