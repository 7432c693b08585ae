import Foundation

/// The recorded frames and published schemas that lie beside the repository where it is developed, and nowhere else.
package enum SharedData {
    static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().appending(path: "../../../shared/data").standardizedFileURL

    package static let isPresent = FileManager.default.fileExists(atPath: folder.path)

    package struct Frame: Decodable, Sendable {
        package var id: String?
        package var vendor: String?
        package var model: String?
        package var kind: String?
        package var version: String?
        package var dir: String?
        package var frame: String
    }

    package static func frames(_ path: String) throws -> [Frame] {
        try String(contentsOf: folder.appending(path: path), encoding: .utf8).split(separator: "\n")
            .map { try JSONDecoder().decode(Frame.self, from: Data($0.utf8)) }
    }

    /// The schemas of a version, by the names of their files.
    package static func schemas(_ version: String) throws -> [String: JSONSchema] {
        let folder = folder.appending(path: "ocpp-schemas/\(version)")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        return try Dictionary(
            uniqueKeysWithValues: files.map { file in
                let data = try Data(contentsOf: folder.appending(path: file))
                // Some of the published files begin with a byte order mark.
                let json = data.starts(with: [0xEF, 0xBB, 0xBF]) ? data[3...] : data
                return (
                    file.replacing(".json", with: ""), try JSONDecoder().decode(JSONSchema.self, from: Data(json))
                )
            })
    }
}
