import FoundationEssentials

/// Where an uplink's secret is kept, on a line of its own. It is read again for every batch, so a new one needs no
/// restart.
package enum SecretSource: Hashable, Sendable {
    case file(path: String)
    /// A systemd credential of this name (`LoadCredential=`).
    case credential(name: String)

    /// The secret as whatever it is meant to be; `parse` gives `nil` for what it cannot be.
    package func read<Secret>(
        as parse: (Substring) -> Secret?, environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(SecretProblem) -> Secret {
        let path = try path(environment)
        let resolved = URL(filePath: path).resolvingSymlinksInPath().path
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: resolved) else {
            throw SecretProblem("\(path) does not exist or may not be read")
        }
        let isSmall = (attributes[.size] as? UInt64 ?? .max) <= 4096
        guard isSmall, attributes[.type] as? FileAttributeType == .typeRegular else {
            throw SecretProblem("\(path) is not a small file")
        }
        guard let bytes = FileManager.default.contents(atPath: resolved) else {
            throw SecretProblem("\(path) may not be read by the daemon")
        }
        let text = String(decoding: bytes, as: UTF8.self)
        guard let end = text.lastIndex(where: { !$0.isNewline }), let secret = parse(text[...end]) else {
            throw SecretProblem("\(path) holds no key, or more than the key on one line")
        }
        return secret
    }

    private func path(_ environment: [String: String]) throws(SecretProblem) -> String {
        switch self {
        case .file(let path): return path
        case .credential(let name):
            guard let directory = environment["CREDENTIALS_DIRECTORY"] else {
                throw SecretProblem("systemd passes no credentials; add LoadCredential=\(name):… to the unit")
            }
            guard !name.isEmpty, !name.contains("/"), !name.hasPrefix(".") else {
                throw SecretProblem("\"\(name)\" is no name of a credential")
            }
            return directory + "/" + name
        }
    }
}

/// Why there is no secret. Never says anything of the secret itself.
package struct SecretProblem: Error, Hashable, CustomStringConvertible {
    package let description: String
    init(_ description: String) { self.description = description }
}
