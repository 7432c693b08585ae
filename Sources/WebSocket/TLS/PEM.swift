import Glibc
import NIOSSL

/// Certificates or a key as PEM text, or the file that holds it.
package enum PEM: Hashable, Sendable {
    case file(String)
    case text(String)

    /// More than any chain needs.
    private static let maxBytes = 1024 * 1024

    func certificates(_ what: String) throws(TLSMaterialError) -> [NIOSSLCertificate] {
        let bytes = try bytes(what)
        guard let certificates = try? NIOSSLCertificate.fromPEMBytes(bytes), !certificates.isEmpty else {
            throw TLSMaterialError(
                what: what, place: place, cause: "it holds no certificate in PEM form",
                advice: "It has to contain lines from BEGIN CERTIFICATE to END CERTIFICATE")
        }
        return certificates
    }

    func privateKey(_ what: String) throws(TLSMaterialError) -> NIOSSLPrivateKey {
        let bytes = try bytes(what)
        guard let key = try? NIOSSLPrivateKey(bytes: bytes, format: .pem) else {
            throw TLSMaterialError(
                what: what, place: place, cause: "it holds no private key in PEM form, or one with a passphrase",
                advice: "It has to contain lines from BEGIN PRIVATE KEY to END PRIVATE KEY, without encryption")
        }
        return key
    }

    var place: String {
        switch self {
        case .file(let path): path
        case .text: "the text given"
        }
    }

    private func bytes(_ what: String) throws(TLSMaterialError) -> [UInt8] {
        switch self {
        case .text(let text): return Array(text.utf8)
        case .file(let path):
            guard let file = unsafe fopen(path, "re") else {
                throw TLSMaterialError(
                    what: what, place: path, cause: "it cannot be opened: \(unsafe String(cString: strerror(errno)))",
                    advice: "Check the path, and that the service may read the file")
            }
            defer { unsafe fclose(file) }
            var bytes = [UInt8](repeating: 0, count: Self.maxBytes)
            let count = unsafe fread(&bytes, 1, Self.maxBytes, file)
            return Array(bytes.prefix(count))
        }
    }
}

/// Certificates and keys that cannot be used.
package struct TLSMaterialError: Error, Hashable, CustomStringConvertible {
    /// Such as `the private key`.
    package var what: String
    /// The file.
    package var place: String
    package var cause: String
    /// What to do about it.
    package var advice: String

    package var description: String { "\(what) in \(place) cannot be used: \(cause). \(advice)." }
}
