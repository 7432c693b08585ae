import Charging
import FoundationEssentials
import OCPP
import OCPP201
import Trust

extension OCPP201.SignedMeterValue {
    /// `nil` where the data are longer than the version allows: a part of them proves nothing.
    init?(_ signed: SignedValue, _ dialect: Dialect) {
        let limit = dialect == .ocpp21 ? 32_768 : 2500
        guard signed.data.fits(limit), signed.encoding.fits(50), signed.method?.fits(50) != false else { return nil }
        // The data can be checked with a key from elsewhere.
        let key = signed.publicKey?.fits(2500) == false ? nil : signed.publicKey
        // 2.0.1 wants all four, and lets those be empty that are not told.
        let isRelaxed = dialect == .ocpp21
        self.init(
            signedMeterData: signed.data, encodingMethod: signed.encoding,
            signingMethod: signed.method ?? (isRelaxed ? nil : ""), publicKey: key ?? (isRelaxed ? nil : ""))
    }
}

/// Signed data as stations of 1.6 carry them, in one of many ways; the bytes that were signed stay what they are.
struct SignedData16 {
    let signed: SignedValue
    /// What the data say in a form that is known here.
    let number: Charging.SampledValue?

    /// `nil` where there is nothing in it.
    init?(_ text: String) {
        if text.hasPrefix("{"), let told = Self.object(text) {
            // The application note of the OCA on signed meter values, of 2025.
            signed = SignedValue(
                data: told.signedMeterData, method: told.signingMethod, encoding: told.encodingMethod ?? "OCMF",
                publicKey: told.publicKey)
        } else if text.hasPrefix("OCMF|") {
            signed = Self.value(Array(text.utf8), "OCMF")
        } else if text.hasPrefix("T0NNR") {
            signed = SignedValue(data: text, method: nil, encoding: "OCMF", publicKey: nil)
        } else if let bytes = Hex.bytes(text.utf8) {
            signed = Self.value(bytes, bytes.starts(with: "OCMF|".utf8) ? "OCMF" : "EDL")
        } else if !text.isEmpty {
            signed = Self.value(Array(text.utf8), "Other")
        } else {
            return nil
        }
        number = Self.number(signed)
    }

    private static func value(_ bytes: [UInt8], _ encoding: String) -> SignedValue {
        SignedValue(data: Data(bytes).base64EncodedString(), method: nil, encoding: encoding, publicKey: nil)
    }

    private struct Told: Decodable {
        var signedMeterData: String
        var signingMethod: String?
        var encodingMethod: String?
        var publicKey: String?
    }

    private static func object(_ text: String) -> Told? {
        guard let payload = Language201.payload(text), let told = try? payload.decode(Told.self),
            !told.signedMeterData.isEmpty
        else { return nil }
        return told
    }

    private struct Document: Decodable {
        struct Reading: Decodable {
            var RV: String?
            var RU: String?
        }

        var RD: [Reading]
    }

    /// The last reading of an OCMF document: `RV` in `RU`, which stands only where it changes.
    private static func number(_ signed: SignedValue) -> Charging.SampledValue? {
        guard let bytes = Data(base64Encoded: signed.data), bytes.starts(with: "OCMF|".utf8),
            let text = String(bytes: bytes, encoding: .utf8), let end = text.lastIndex(of: "|"),
            let payload = Language201.payload(String(text[..<end].dropFirst(5))),
            let document = try? payload.decode(Document.self), let value = document.RD.last?.RV,
            let unit = document.RD.compactMap(\.RU).last, unit == "Wh" || unit == "kWh"
        else { return nil }
        return Charging.SampledValue(value: value, unit: unit)
    }
}
