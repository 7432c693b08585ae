import StrictTOML

extension Problem {
    init(_ problem: TOMLProblem) {
        // A key at the beginning keeps its spelling.
        let isKey = problem.message.prefix { $0 != " " }.contains("_")
        let message = isKey ? problem.message : problem.message.prefix(1).uppercased() + problem.message.dropFirst()
        self.init(
            severity: .error, file: problem.file, line: problem.line,
            message: message.hasSuffix(".") ? message : message + ".", hint: problem.hint)
    }
}
