internal import COpenSSL

/// Why something secret, signed or hashed cannot be made or read, and what a person can do about it.
package struct TrustError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Reason: Hashable, Sendable {
        /// The text or the bytes are not what they should be.
        case malformed
        /// More than may come from outside.
        case tooLarge
        /// The key is too short, or of a kind that cannot be used here.
        case unsuitableKey
        /// The signature does not belong to the key.
        case badSignature
        /// A file is not there, may not be read, or holds something else.
        case unreadable
        /// A file cannot be written.
        case unwritable
        /// The caller asked for something that makes no sense.
        case misuse
        /// libcrypto would not do it.
        case library
    }

    package var reason: Reason
    /// What is wrong, as a sentence. Never holds a secret.
    package var message: String
    /// What to do, as a sentence.
    package var hint: String

    package var description: String { "\(message) \(hint)" }

    init(_ reason: Reason, _ message: String, hint: String) {
        self.reason = reason
        self.message = message
        self.hint = hint
    }

    /// For what is asked at the wrong moment, outside of this chapter.
    package init(misuse message: String, hint: String) {
        self.init(.misuse, message, hint: hint)
    }
}

extension TrustError {
    /// Takes over what libcrypto left in the thread's error queue, and leaves the queue empty for the next caller.
    static func library(_ action: String) -> TrustError {
        let code = ERR_peek_last_error()
        ERR_clear_error()
        let why = unsafe ERR_reason_error_string(code).map { unsafe String(cString: $0) } ?? "no reason given"
        return TrustError(
            .library, "OpenSSL could not \(action): \(why).",
            hint: "Check that the system's libssl3 package is complete and that there is memory left.")
    }
}

/// Turns libcrypto's "1 is success" into an error.
func check(_ result: CInt, _ action: @autoclosure () -> String) throws(TrustError) {
    guard result == 1 else { throw .library(action()) }
}
