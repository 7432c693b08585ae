import StrictTOML

/// A key of a table, or of one of several tables with the same name, counted from 0.
struct Place: Hashable {
    var table: String
    var index: Int?
    var key: String?

    init(_ table: String, _ index: Int? = nil, key: String? = nil) {
        self.table = table
        self.index = index
        self.key = key
    }

    var path: [TOMLStep] {
        [.key(table)] + (index.map { [.index($0)] } ?? []) + (key.map { [.key($0)] } ?? [])
    }
}
