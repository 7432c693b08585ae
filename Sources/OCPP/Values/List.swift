/// A list that may have so many elements when it is sent. It is read at whatever length it comes.
package struct List<Element: Codable & Hashable & Sendable, let limit: Int>: Hashable, Sendable, Codable {
    package var elements: [Element]

    package init(_ elements: [Element]) { self.elements = elements }

    package init(from decoder: any Decoder) throws {
        elements = try [Element](from: decoder)
    }

    package func encode(to encoder: any Encoder) throws {
        guard elements.count <= limit else {
            throw PayloadError.outOfBounds(field: "", rule: "have at most \(limit) elements")
        }
        try elements.encode(to: encoder)
    }
}

extension List: ExpressibleByArrayLiteral {
    package init(arrayLiteral elements: Element...) { self.elements = elements }
}
