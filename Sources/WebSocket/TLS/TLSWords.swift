import NIOCore
import NIOSSL

/// Why TLS did not come about, in words for whoever stands in front of the wallbox.
enum TLSWords {
    /// BoringSSL's name of a reason, and what it means seen from the listener and from the dialer.
    private typealias Reason = (name: String, listener: String, dialer: String)

    private static let known: [Reason] = [
        (
            "HTTP_REQUEST",
            "plain HTTP on the TLS port: let the wallbox use wss:// instead of ws://, or another port",
            "it speaks plain HTTP on this port: write ws://"
        ),
        (
            "WRONG_VERSION_NUMBER", "what it sends is not TLS: let the wallbox use wss://, or another port",
            "it does not speak TLS on this port: write ws://"
        ),
        (
            "UNSUPPORTED_PROTOCOL",
            "no common TLS version: the wallbox speaks only TLS 1.0 or 1.1; update its firmware",
            "no common TLS version: it speaks only older ones"
        ),
        (
            "PROTOCOL_VERSION", "no common TLS version: the wallbox does not take TLS 1.2 or 1.3; update its firmware",
            "no common TLS version"
        ),
        (
            "NO_SHARED_CIPHER", "no common cipher suite: update the wallbox's firmware, or use an RSA certificate here",
            "no common cipher suite"
        ),
        (
            "PEER_DID_NOT_RETURN_A_CERTIFICATE",
            "no client certificate: the wallbox has none for security profile 3; install one, or use profile 2",
            "it shows no certificate"
        ),
        (
            "CERTIFICATE_VERIFY_FAILED",
            "the wallbox's certificate is not accepted: it is not signed by the client CA of this listener, or it has "
                + "expired, or the clock of this box is wrong",
            "its certificate is not trusted: trust the site CA, and check the clock"
        ),
        (
            "ALERT_UNKNOWN_CA", "the wallbox does not trust this box's certificate: install the site CA on the wallbox",
            "it does not trust this client's certificate"
        ),
        (
            "ALERT_CERTIFICATE_EXPIRED",
            "the wallbox says that this box's certificate has expired: renew it, or set the wallbox's clock",
            "it says that this client's certificate has expired"
        ),
        (
            "ALERT_CERTIFICATE_REVOKED", "the wallbox says that this box's certificate was revoked: renew it",
            "it says that this client's certificate was revoked"
        ),
        (
            "ALERT_CERTIFICATE_REQUIRED", "the wallbox wants a certificate of another kind",
            "it demands a client certificate"
        ),
        (
            "ALERT_BAD_CERTIFICATE",
            "the wallbox refuses this box's certificate: its name must be the host in the wallbox's URL, and the site CA "
                + "must be installed on the wallbox",
            "it refuses this client's certificate"
        ),
        (
            "CERTIFICATE_UNKNOWN",
            "the wallbox refuses this box's certificate: its name must be the host in the wallbox's URL, and the site CA "
                + "must be installed on the wallbox",
            "it refuses this client's certificate"
        ),
        (
            "UNSUPPORTED_CERTIFICATE", "the wallbox cannot use this box's kind of certificate: use an RSA one",
            "it cannot use this client's kind of certificate"
        ),
        (
            "HANDSHAKE_FAILURE",
            "the wallbox finds nothing in common with this box: no cipher suite, or no kind of certificate",
            "it finds nothing in common with this client: no cipher suite, or a client certificate is missing"
        ),
        ("ALERT_DECRYPT_ERROR", "the wallbox finds this box's key and certificate do not match", "bad signature"),
        (
            "EOF during handshake",
            "it hung up in the middle of the TLS handshake: most do so when they do not trust this box's certificate; "
                + "install the site CA on the wallbox",
            "it hung up in the middle of the TLS handshake"
        ),
    ]

    static let revoked = "its client certificate was revoked: let the wallbox get a new one"
    static let tlsOnPlainPort = "TLS on the plain port: let the wallbox use ws:// instead of wss://, or another port"

    /// `nil` when the error has nothing to do with TLS.
    static func atListener(_ error: any Error) -> String? {
        raw(error).map { text in known.first { text.contains($0.name) }?.listener ?? "TLS: \(text)" }
    }

    /// The same, seen from the other side.
    static func atDialer(_ error: any Error) -> String? {
        if let error = error as? NIOSSLExtraError, error == .failedToValidateHostname {
            return "its certificate is for another name: use the name it has, or do not verify the name"
        }
        return raw(error).map { text in known.first { text.contains($0.name) }?.dialer ?? "TLS: \(text)" }
    }

    /// What BoringSSL or NIOSSL call it.
    private static func raw(_ error: any Error) -> String? {
        switch error {
        case NIOSSLError.handshakeFailed(let error): name("\(error)")
        case let error as BoringSSLError: name("\(error)")
        case NIOSSLError.unableToValidateCertificate: "CERTIFICATE_VERIFY_FAILED"
        // Hanging up without a goodbye is common, and no failure of TLS.
        case NIOSSLError.uncleanShutdown: nil
        case is NIOSSLError, is NIOSSLExtraError: "\(error)"
        default: nil
        }
    }

    /// The name out of `Error: 268435612 error:1000009c:SSL routines:OPENSSL_internal:HTTP_REQUEST at /…/file.cc:1`.
    private static func name(_ text: String) -> String {
        guard let place = text.firstRange(of: "OPENSSL_internal:") else { return text }
        return String(text[place.upperBound...].prefix { $0 != " " })
    }
}
