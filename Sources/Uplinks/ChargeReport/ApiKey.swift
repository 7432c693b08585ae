import FoundationEssentials

/// A ChargeReport API key. It prints as `***`, so that it cannot get into a log or an error by accident.
package struct ApiKey: Hashable, Sendable {
    private let secret: String

    /// `nil` for anything that cannot be a key: nothing, more than 512 characters, or characters a header cannot carry.
    package init?(_ text: some StringProtocol) {
        guard (1...512).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            return nil
        }
        secret = String(text)
    }

    /// The value of the header `Authorization`. Nothing else may see it.
    var authorization: String { "Bearer " + secret }

    /// Takes the key out of a text that came from outside, in case the server repeats it.
    func redact(_ text: String) -> String { text.replacing(secret, with: "***") }
}

extension ApiKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "***" }
    package var debugDescription: String { "***" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// Where the API key is kept. It is read again for every batch, so a new key needs no restart.
package enum ApiKeySource: Hashable, Sendable {
    case file(path: String)
    /// A systemd credential of this name (`LoadCredential=`).
    case credential(name: String)

    package func read(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(ApiKeyProblem) -> ApiKey {
        let path = try path(environment)
        let resolved = URL(filePath: path).resolvingSymlinksInPath().path
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: resolved) else {
            throw ApiKeyProblem("\(path) does not exist or may not be read")
        }
        let isSmall = (attributes[.size] as? UInt64 ?? .max) <= 4096
        guard isSmall, attributes[.type] as? FileAttributeType == .typeRegular else {
            throw ApiKeyProblem("\(path) is not a small file")
        }
        guard let bytes = FileManager.default.contents(atPath: resolved) else {
            throw ApiKeyProblem("\(path) may not be read by the daemon")
        }
        let text = String(decoding: bytes, as: UTF8.self)
        guard let end = text.lastIndex(where: { !$0.isNewline }), let key = ApiKey(text[...end]) else {
            throw ApiKeyProblem("\(path) holds no key, or more than the key on one line")
        }
        return key
    }

    private func path(_ environment: [String: String]) throws(ApiKeyProblem) -> String {
        switch self {
        case .file(let path): return path
        case .credential(let name):
            guard let directory = environment["CREDENTIALS_DIRECTORY"] else {
                throw ApiKeyProblem("systemd passes no credentials; add LoadCredential=\(name):… to the unit")
            }
            guard !name.isEmpty, !name.contains("/"), !name.hasPrefix(".") else {
                throw ApiKeyProblem("\"\(name)\" is no name of a credential")
            }
            return directory + "/" + name
        }
    }
}

/// Why there is no API key. Never says anything of the key itself.
package struct ApiKeyProblem: Error, Hashable, CustomStringConvertible {
    package let description: String
    init(_ description: String) { self.description = description }
}
