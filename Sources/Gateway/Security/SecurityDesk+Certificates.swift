package import Charging
import Stations
import Trust

extension SecurityDesk {
    /// The site CA's own certificate, which installers put on wallboxes.
    package func authorityCertificate() throws(SecurityRefusal) -> String {
        do {
            return try authority.authority().certificate.pem
        } catch let refusal as SecurityRefusal {
            throw refusal
        } catch {
            throw SecurityRefusal(.internalTrouble, "The site CA cannot be used: \(error)", "See docs/security.md.")
        }
    }

    /// All of them, those that end soonest first.
    package func certificates() -> [CertificateReport] {
        admissions.book.certificates.flatMap { station, certificates in
            certificates.map { CertificateReport(station, $0) }
        }.sorted { ($0.notAfter, $0.serial) < ($1.notAfter, $1.serial) }
    }

    /// From now on the certificate opens nothing. The station is hung up on if that is how it came.
    package func revoke(_ serial: String) async throws(SecurityRefusal) -> StepReport {
        var station: StationID?
        try await record { () throws(RecordingError) in
            station = try await admissions.book.revoke(serial, at: wallClock.now.at)
        }
        guard let station else {
            throw SecurityRefusal(
                .unknownCertificate, "The site CA made no certificate with the serial number \(serial).",
                "See ohmstead certificates list.")
        }
        if admissions.profile(of: station) == 3 {
            await registry.disconnect(station, reason: "The certificate was revoked.")
        }
        return StepReport(
            station: station, next: ["It needs a new certificate before it can connect with security profile 3."])
    }

    /// Asks the station to make a new key and to have it signed.
    package func renew(_ station: StationID) async throws(SecurityRefusal) -> StepReport {
        try known(station)
        let message =
            isSecondGeneration(station) ? "SignChargingStationCertificate" : "SignChargePointCertificate"
        let result = try await send(.trigger(message: message, evse: nil), to: station)
        guard result.status == "Accepted" else {
            throw SecurityRefusal(
                .stationRefused, "Station \(station) will not ask for a certificate (\(result.status)).",
                "It may not know security profile 3; look into its manual.")
        }
        return StepReport(
            station: station, stationSaid: result.status,
            next: ["It makes a key and asks for its certificate: see ohmstead certificates list in a minute."])
    }

    /// Reads the listeners' files again, and lets the site CA make new certificates for the others.
    package func reissueServerCertificates() async throws(SecurityRefusal) -> SecurityReport {
        guard listeners.hasTLS else {
            throw SecurityRefusal(
                .notPossible, "No listener speaks TLS.", "Add a [[listener]] block with tls = true, and restart.")
        }
        await listeners.reload(at: wallClock.now.at)
        return report()
    }
}
