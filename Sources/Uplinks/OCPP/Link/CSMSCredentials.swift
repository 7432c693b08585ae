import FoundationEssentials
import Trust

/// What a station proves itself with to a CSMS, beside a certificate. OCPP 1.6 security white paper, profiles 1 and 2.
package enum CSMSCredentials: Hashable, Sendable {
    case none
    /// HTTP Basic authentication; the user is the station's identity. The password is read anew for each attempt.
    case password(SecretSource, form: PasswordForm)

    /// How the password stands in its file.
    package enum PasswordForm: String, Hashable, Sendable, CaseIterable {
        /// As it is sent, as OCPP 2.0.1 has it.
        case text
        /// The `AuthorizationKey` of OCPP 1.6: hexadecimal digits, and what is sent are the bytes behind them.
        case hex
    }

    /// The header of the handshake, if there is one.
    func header(
        identity: String, environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(SecretProblem) -> (String, String)? {
        guard case .password(let source, let form) = self else { return nil }
        let password = try source.read(as: { Self.password($0, form) }, environment: environment)
        let text = Data(Array("\(identity):".utf8) + password).base64EncodedString()
        return ("Authorization", "Basic \(text)")
    }

    private static func password(_ text: Substring, _ form: PasswordForm) -> [UInt8]? {
        switch form {
        case .text: text.contains(where: \.isNewline) || text.isEmpty ? nil : Array(text.utf8)
        case .hex: Hex.bytes(text.utf8)
        }
    }
}
