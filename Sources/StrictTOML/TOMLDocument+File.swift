import FoundationEssentials

extension TOMLDocument {
    /// Reads a file. What keeps it from being read is a problem like any other, with what to do.
    package init(path: String) throws(TOMLProblem) {
        // Asked first, because a device or a huge file would be read without end.
        let real = URL(filePath: path).resolvingSymlinksInPath().path
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: real),
            attributes[.type] as? FileAttributeType == .typeRegular
        else {
            throw TOMLProblem(file: path, message: "there is no such file", hint: "Check the path.")
        }
        guard let size = attributes[.size] as? UInt64, size <= UInt64(StrictTOML.longestText) else {
            throw TOMLProblem(
                file: path, message: "the file is longer than \(StrictTOML.longestText) bytes",
                hint: "Is this the right file?")
        }
        guard let bytes = FileManager.default.contents(atPath: real) else {
            throw TOMLProblem(file: path, message: "the file may not be read", hint: "Check who may read it.")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw TOMLProblem(file: path, message: "the file is not UTF-8", hint: "Save it as plain UTF-8 text.")
        }
        try self.init(text, file: path)
    }
}
