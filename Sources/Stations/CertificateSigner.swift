package import Charging

/// Makes certificates of what stations ask to have signed. OCPP 1.6 security white paper and OCPP 2.0.1, A02 and A03.
package protocol CertificateSigner: Sendable {
    /// `request` is the station's signing request in PEM; `boot` is what the station said of itself over this
    /// connection, if it has.
    func sign(_ request: String, for station: StationID, boot: Boot?) async -> SigningVerdict
}

/// What became of a signing request.
package enum SigningVerdict: Hashable, Sendable {
    /// The certificate in PEM, and those above it after it.
    case chain(String)
    /// Why there is none, as a sentence.
    case refused(String)
}
