package import Charging
import Synchronization
import Trust

/// What the journal knows of how stations prove who they are: least profiles, password hashes, certificates.
///
/// The door reads it on every handshake, so it is kept here as well; whoever changes something does it through this
/// book, which writes it into the journal first.
package final class CredentialBook: Sendable {
    private struct State {
        var credentials: [StationID: StationCredentials]
        var certificates: [StationID: [StationCertificate]]
        /// Of all certificates, by serial number without leading zeros.
        var owners: [String: StationID] = [:]
        var revoked: Set<String> = []
    }

    private let recorder: any Recorder
    private let state: Mutex<State>

    package init(_ settled: Settled = Settled(), recorder: any Recorder) {
        self.recorder = recorder
        var state = State(credentials: settled.credentials, certificates: settled.certificates)
        for (station, certificates) in settled.certificates {
            for certificate in certificates {
                state.owners[Self.normal(certificate.serial)] = station
                if certificate.revoked != nil { state.revoked.insert(Self.normal(certificate.serial)) }
            }
        }
        self.state = Mutex(state)
    }

    package subscript(station: StationID) -> StationCredentials? { state.withLock { $0.credentials[station] } }

    package var credentials: [StationID: StationCredentials] { state.withLock { $0.credentials } }

    /// The newest last.
    package var certificates: [StationID: [StationCertificate]] { state.withLock { $0.certificates } }

    /// Writes down what counts for the station from now on.
    package func settle(_ credentials: StationCredentials, of station: StationID) async throws(RecordingError) {
        _ = try await recorder.record(.settlement(.credentials(station, credentials)))
        state.withLock { $0.credentials[station] = credentials }
    }

    package func issued(_ certificate: StationCertificate, to station: StationID) async throws(RecordingError) {
        _ = try await recorder.record(.settlement(.certificate(station, .issued(certificate))))
        state.withLock { state in
            var known = state.certificates[station] ?? []
            // As in the journal: a revoked one is never forgotten for a new one.
            if known.count(where: { $0.revoked == nil }) >= Settled.mostCertificates,
                let oldest = known.firstIndex(where: { $0.revoked == nil })
            {
                state.owners[Self.normal(known.remove(at: oldest).serial)] = nil
            }
            state.certificates[station] = known + [certificate]
            state.owners[Self.normal(certificate.serial)] = station
        }
    }

    /// From now on the certificate opens nothing; `nil` when no certificate of this number was issued here.
    package func revoke(_ serial: String, at moment: Timestamp) async throws(RecordingError) -> StationID? {
        let normal = Self.normal(serial)
        guard let station = state.withLock({ $0.owners[normal] }) else { return nil }
        _ = try await recorder.record(.settlement(.certificate(station, .revoked(serial: normal))))
        state.withLock { state in
            state.revoked.insert(normal)
            for index in state.certificates[station, default: []].indices
            where Self.normal(state.certificates[station]![index].serial) == normal {
                state.certificates[station]![index].revoked = moment
            }
        }
        return station
    }

    /// For whom the site CA made the certificate.
    package func owner(of serial: String) -> StationID? { state.withLock { $0.owners[Self.normal(serial)] } }

    package func isRevoked(_ serial: String) -> Bool { state.withLock { $0.revoked.contains(Self.normal(serial)) } }

    /// TLS writes whole bytes, OCPP no leading zeros.
    private static func normal(_ serial: String) -> String { SerialNumber(hex: serial)?.hex ?? serial.lowercased() }
}
