import Charging

// Messages a CSMS wants to hear now.
extension Doorkeeper {
    /// What the link does once the answer is sent; `nil` where the station has to be asked.
    ///
    /// A station that was accepted does not introduce itself again when it is told to (OCPP 2.0.1, F06.FR.17).
    func triggered(_ message: String, evse: Int?) async throws(Refusal) -> (@Sendable () async -> Void)? {
        switch message {
        case "BootNotification":
            guard await !link.isAccepted else {
                throw .refused("NotEnabled", "The station was accepted already, and tells who it is when it connects.")
            }
            return { await link.trigger(.boot) }
        case "Heartbeat": return { await link.trigger(.heartbeat) }
        case "StatusNotification":
            try await facts().check(evse ?? 0)
            return { await link.trigger(.status(evse: evse)) }
        case "SignChargePointCertificate", "SignChargingStationCertificate":
            guard let certificates, certificates.isRenewed else {
                throw .refused("NotEnabled", "This connection does not use a client certificate.")
            }
            return { await certificates.requestCertificate() }
        default: return nil
        }
    }
}
