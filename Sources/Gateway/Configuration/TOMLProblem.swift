import StrictTOML

extension Problem {
    init(_ problem: TOMLProblem) {
        let message = problem.message.prefix(1).uppercased() + problem.message.dropFirst()
        self.init(
            severity: .error, file: problem.file, line: problem.line,
            message: message.hasSuffix(".") ? message : message + ".", hint: problem.hint)
    }
}
