/// Reads the files people write: the configuration and the meter profiles.
///
/// Strict means that a key nobody asked for is an error with a suggestion, and that nothing is converted silently.
/// All problems of a file are found in one go, as far as one does not hide another. The keys in the file are those of
/// the decoded type's `CodingKeys`, by convention in snake case.
package enum StrictTOML {
    /// Longer files are refused; a configuration is a few kilobytes.
    package static let longestText = 1 << 20

    package static func decode<T: Decodable>(
        _ type: T.Type, from text: String, file: String
    ) throws(TOMLProblem) -> T {
        try TOMLDocument(text, file: file).decode(type)
    }
}

/// A parsed file that still knows where everything stands in it, for checks that come after decoding.
package struct TOMLDocument: Sendable {
    package let file: String
    let root: TOMLNode
    private let places: SourceMap

    package init(_ text: String, file: String) throws(TOMLProblem) {
        guard text.utf8.count <= StrictTOML.longestText else {
            throw TOMLProblem(
                file: file, message: "the file is longer than \(StrictTOML.longestText) bytes",
                hint: "Is this the right file?")
        }
        // TOMLKit takes a C string and would silently stop there.
        guard !text.utf8.contains(0) else {
            throw TOMLProblem(file: file, message: "the file contains a NUL byte", hint: "Save it as plain UTF-8 text.")
        }
        self.file = file
        root = try TOMLNode.parse(text, file: file)
        places = SourceMap(text)
    }

    package func decode<T: Decodable>(_ type: T.Type) throws(TOMLProblem) -> T {
        let findings = Findings()
        let value = try? NodeDecoder(node: root, path: [], findings: findings).value(type)
        if let problem = TOMLProblem.joined(findings.all().map(located).sorted(by: Self.inOrder)) { throw problem }
        guard let value else { throw TOMLProblem(file: file, message: "the file cannot be read as \(type)") }
        return value
    }

    /// The line, counted from 1, of a value or table; that of the table around it when there is no such value.
    package func line(of path: [TOMLStep]) -> Int? { places.place(of: path)?.line }

    /// A problem at the place of a value, for what only turns out once the whole file is understood.
    package func problem(at path: [TOMLStep], _ message: String, hint: String? = nil) -> TOMLProblem {
        let place = places.place(of: path)
        return TOMLProblem(file: file, line: place?.line, column: place?.column, message: message, hint: hint)
    }

    private func located(_ finding: Findings.Finding) -> TOMLProblem {
        problem(at: finding.path, finding.message, hint: finding.hint)
    }

    private static func inOrder(_ left: TOMLProblem, _ right: TOMLProblem) -> Bool {
        (left.line ?? 0, left.column ?? 0) < (right.line ?? 0, right.column ?? 0)
    }
}
