import TOMLKit

/// A value of the file, taken out of TOMLKit's memory.
indirect enum TOMLNode: Sendable {
    case text(String)
    case integer(Int64)
    case float(Double)
    case flag(Bool)
    case moment(String)
    case list([TOMLNode])
    case table([String: TOMLNode])

    /// Deeper nesting than this has no use in a configuration.
    private static let deepest = 32

    static func parse(_ text: String, file: String) throws(TOMLProblem) -> TOMLNode {
        let table: TOMLTable
        do {
            table = try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            let begin = error.source.begin
            throw TOMLProblem(
                file: file, line: begin.line, column: begin.column,
                message:
                    "this is not TOML: \(error.description.first?.lowercased() ?? "")\(error.description.dropFirst())",
                hint: "A line is key = value, and a text stands in quotation marks: id = \"CP1\".")
        } catch {
            throw TOMLProblem(file: file, message: "this is not TOML: \(error)")
        }
        guard let root = TOMLNode(table, depth: 0) else {
            throw TOMLProblem(file: file, message: "tables are nested more than \(deepest) deep")
        }
        return root
    }

    private init?(_ value: any TOMLValueConvertible, depth: Int) {
        guard depth <= Self.deepest else { return nil }
        switch value.type {
        case .table: self.init(table: value.table, depth: depth)
        case .array: self.init(list: value.array, depth: depth)
        case .string: self = .text(value.string ?? "")
        case .int: self = .integer(Int64(value.int ?? 0))
        case .double: self = .float(value.double ?? .nan)
        case .bool: self = .flag(value.bool ?? false)
        case .date, .time, .dateTime: self = .moment(value.debugDescription)
        }
    }

    private init?(table: TOMLTable?, depth: Int) {
        var nodes: [String: TOMLNode] = [:]
        for key in table?.keys ?? [] {
            guard let value = table?[key], let node = TOMLNode(value, depth: depth + 1) else { return nil }
            nodes[key] = node
        }
        self = .table(nodes)
    }

    private init?(list: TOMLArray?, depth: Int) {
        var nodes: [TOMLNode] = []
        for index in 0..<(list?.count ?? 0) {
            guard let value = list?[index], let node = TOMLNode(value, depth: depth + 1) else { return nil }
            nodes.append(node)
        }
        self = .list(nodes)
    }

    /// What a person wrote, for a sentence that says what should stand there instead.
    var words: String {
        switch self {
        case .text(let text): "the text \"\(text.prefix(60))\""
        case .integer(let number): "the number \(number)"
        case .float(let number): "the number \(number)"
        case .flag(let flag): "\(flag)"
        case .moment(let text): "the date or time \(text)"
        case .list: "a list"
        case .table: "a table"
        }
    }
}
