/// Roots that are trusted besides those a person has put into a file, in one file of the daemon's own.
package struct RootBundle: Hashable, Sendable {
    package private(set) var certificates: [Certificate]

    /// More than two generations of the few roots that one server has.
    package static let most = 8
    private static let maximumBytes = most * Certificate.maximumCharacters
    /// A key of which somebody could find the private half proves nothing.
    private static let fewestBits = (rsa: 2048, ellipticCurve: 224)

    package init(_ certificates: [Certificate] = []) { self.certificates = certificates }

    /// Empty when no such file was written.
    package static func load(_ path: String) throws(TrustError) -> RootBundle {
        guard let bytes = try PrivateFile.read(path, limit: maximumBytes) else { return RootBundle() }
        guard let text = String(validating: bytes, as: UTF8.self), let blocks = PEM.blocks(text, limit: most),
            blocks.allSatisfy({ $0.label == "CERTIFICATE" })
        else { throw PrivateFile.unreadable(path, "it holds more than certificates") }
        var certificates: [Certificate] = []
        for block in blocks { certificates.append(try Certificate(der: block.der)) }
        return RootBundle(certificates)
    }

    package func save(_ path: String) throws(TrustError) { try PrivateFile.replace(path, with: Array(pem.utf8)) }

    package var pem: String { certificates.map(\.pem).joined() }

    /// Adds a root; one that is there already stays as it is.
    ///
    /// - Parameter now: seconds since 1970.
    package mutating func add(_ root: Certificate, at now: Int64) throws(TrustError) {
        guard root.isAuthority, root.subject.description == root.issuer.description else {
            throw TrustError(
                misuse: "The certificate is not a root.", hint: "Send the root of the chain, and no other.")
        }
        guard root.notBefore <= now, root.notAfter > now else {
            throw TrustError(
                misuse: "The root is not good now.", hint: "Check its dates, and the clock of this box.")
        }
        let fewest = root.key.kind == .rsa ? Self.fewestBits.rsa : Self.fewestBits.ellipticCurve
        guard root.key.bits >= fewest else {
            throw TrustError(
                .unsuitableKey, "The key of the root is too short.", hint: "Have a root made with a longer key.")
        }
        guard !certificates.contains(root) else { return }
        guard certificates.count < Self.most else {
            throw TrustError(
                .tooLarge, "There are \(Self.most) roots already.", hint: "Delete one that is not needed any more.")
        }
        certificates.append(root)
    }

    package func without(_ root: Certificate) -> RootBundle { RootBundle(certificates.filter { $0 != root }) }
}
