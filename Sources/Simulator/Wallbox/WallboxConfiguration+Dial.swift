import FoundationEssentials
import WebSocket

// How a simulated wallbox reaches the other side, whatever it speaks.
extension SimulatedWallbox.Configuration {
    func dialer(_ clock: any Clock<Duration>) -> Dialer {
        Dialer(clock: clock, connectTimeout: messageTimeout, tls: tls)
    }

    /// Whom it believes, and what it proves itself with; read at once, and told in words when it cannot be.
    package mutating func secure(ca: String?, believesAnybody: Bool, certificate: String?, key: String?) throws {
        guard ca != nil || believesAnybody || certificate != nil else { return }
        tls = try DialerTLS(
            roots: ca.map { .file($0) }, certificateChain: certificate.map { .file($0) },
            privateKey: key.map { .file($0) }, verifiesServer: !believesAnybody)
    }

    /// The endpoint with the identity, in which anything may stand.
    var address: String {
        let path = url.hasSuffix("/") ? url : url + "/"
        return path + id.utf8.map(Self.percentEncoded).joined()
    }

    /// What the wallbox says of itself when it dials.
    func headers(_ password: [UInt8]?) -> [(String, String)] {
        guard let password else { return [] }
        let credentials = Data(Array("\(id):".utf8) + password).base64EncodedString()
        return [("Authorization", "Basic \(credentials)")]
    }

    private static func percentEncoded(_ byte: UInt8) -> String {
        let character = Character(Unicode.Scalar(byte))
        if character.isASCII, character.isLetter || character.isNumber || "-._~".contains(character) {
            return String(character)
        }
        return "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }
}
