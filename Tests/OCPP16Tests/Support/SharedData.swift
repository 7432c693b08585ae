import Foundation
import OCPP

/// The recorded frames and published schemas that lie beside the repository where it is developed, and nowhere else.
enum SharedData {
    static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().appending(path: "../../../../shared/data").standardizedFileURL

    static let isPresent = FileManager.default.fileExists(atPath: folder.path)

    struct Frame: Decodable, Sendable {
        var id: String?
        var kind: String?
        var version: String?
        var dir: String?
        var frame: String
    }

    static func frames(_ path: String) throws -> [Frame] {
        try String(contentsOf: folder.appending(path: path), encoding: .utf8).split(separator: "\n")
            .map { try JSONDecoder().decode(Frame.self, from: Data($0.utf8)) }
    }

    static func schema(_ name: String) throws -> JSONSchema {
        let data = try Data(contentsOf: folder.appending(path: "ocpp-schemas/v16/\(name).json"))
        // Some of the published files begin with a byte order mark.
        return try JSONDecoder().decode(
            JSONSchema.self, from: data.starts(with: [0xEF, 0xBB, 0xBF]) ? data[3...] : data)
    }
}
