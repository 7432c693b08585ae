import Charging
import FoundationEssentials

/// What a meter signed, as OCPP 1.6 carries it: a JSON object in the value's text. OCA application note "Signed Meter
/// Values" (2025).
struct SignedText16: Encodable {
    /// Base64, to the letter as the station of 2.0.1 told it.
    let signedMeterData: String
    /// Empty where the signed data say it themselves.
    let signingMethod: String
    let encodingMethod: String
    /// Empty where it was not told.
    let publicKey: String

    init(_ value: SignedValue) {
        signedMeterData = value.data
        signingMethod = value.method ?? ""
        encodingMethod = value.encoding
        publicKey = value.publicKey ?? ""
    }

    var text: String? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) }
    }
}
