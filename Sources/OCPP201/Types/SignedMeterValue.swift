/// A value with the meter's signature, in base64.
package struct SignedMeterValue: Codable, Hashable, Sendable {
    /// At most 2500 characters in 2.0.1 and 32768 in 2.1; longer ones cannot be sent, and are never cut.
    package var signedMeterData: String
    /// `OCMF`, `EDL` and the like. At most 50 characters.
    package var encodingMethod: String
    /// May be empty where the data says it, and absent in 2.1. At most 50 characters.
    package var signingMethod: String?
    /// May be empty where it is not sent every time, and absent in 2.1. At most 2500 characters.
    package var publicKey: String?

    package init(
        signedMeterData: String, encodingMethod: String, signingMethod: String? = nil, publicKey: String? = nil
    ) {
        self.signedMeterData = signedMeterData
        self.encodingMethod = encodingMethod
        self.signingMethod = signingMethod
        self.publicKey = publicKey
    }
}
