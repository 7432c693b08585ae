package import Charging
import Stations
import Trust

extension SecurityDesk {
    /// Lets a waiting station in, with a password that it needs from its next connection on, or with none. Claiming a
    /// station again changes nothing.
    package func claim(_ station: StationID, withPassword: Bool) async throws(SecurityRefusal) -> PasswordReport {
        if admissions.isNamed(station) {
            return PasswordReport(
                station: station, password: nil, securityProfile: admissions.leastProfile(of: station),
                next: ["It belonged to the site already. A new password: ohmstead password \(station)"])
        }
        guard admissions.isWaiting(station) else {
            throw SecurityRefusal(
                .unknownStation, "No station \(station) is known here.",
                "See ohmstead status for the stations there are.")
        }
        guard !withPassword || !station.rawValue.contains(":") else {
            throw SecurityRefusal(
                .notPossible, "A station whose id has a colon cannot have a password.",
                "Give the wallbox another id, or claim it with --no-password.")
        }
        let made = withPassword ? try await newSecret(for: station) : nil
        let credentials = StationCredentials(securityProfile: made == nil ? 0 : 1, passwordHash: made?.hash.text)
        try await record { () throws(RecordingError) in
            _ = try await admissions.claim(station, origin: "cli", credentials: credentials)
        }
        return PasswordReport(
            station: station, password: made?.text, securityProfile: credentials.securityProfile,
            next: made == nil
                ? ["It connects without a password: only for a network where nobody else can plug in."]
                : [
                    "Enter it in the wallbox, as its \(isSecondGeneration(station) ? "BasicAuthPassword" : "AuthorizationKey").",
                    "The connection it has now goes on; the next one needs the password.",
                ])
    }

    /// Makes a new password and sets it in the station where that is connected. The old one counts until the station
    /// comes with the new.
    package func newPassword(
        for station: StationID, byHand: Bool
    ) async throws(SecurityRefusal) -> PasswordReport {
        try known(station)
        guard !station.rawValue.contains(":") else {
            throw SecurityRefusal(
                .notPossible, "A station whose id has a colon cannot have a password.", "Give the wallbox another id.")
        }
        let made = try await newSecret(for: station)
        let before = admissions.book[station] ?? StationCredentials(securityProfile: 0)
        var pending = before
        pending.expect(passwordHash: made.hash.text, at: wallClock.now.at)
        // Written down first: the station may come back before its answer is read.
        try await settle(pending, of: station)
        let isConnected = await registry.presence(of: station)?.isOnline == true
        guard isConnected, !byHand else {
            return report(
                station, made.text, said: nil, next: "Enter it in the wallbox; the old one counts until then.")
        }
        let key = isSecondGeneration(station) ? "SecurityCtrlr.BasicAuthPassword" : "AuthorizationKey"
        let result: CommandResult
        do throws(SecurityRefusal) {
            result = try await send(.changeConfiguration(key: key, value: made.text), to: station)
        } catch {
            // Nobody knows whether it arrived, so both count until one of them is used.
            return report(
                station, made.text, said: nil, next: "\(error.message) Both passwords count until it comes with this.")
        }
        guard ["Accepted", "RebootRequired"].contains(result.status) else {
            try await settle(before, of: station)
            throw SecurityRefusal(
                .stationRefused, "Station \(station) refused the new password (\(result.status)); the old one counts.",
                "Set one by hand: ohmstead password \(station) --by-hand")
        }
        let next =
            result.status == "RebootRequired"
            ? "It takes the password after a restart: ohmstead send \(station) reset"
            : "It is to come back with it by itself; until then the old one counts, too."
        return report(station, made.text, said: result.status, next: next)
    }

    private func settle(_ credentials: StationCredentials, of station: StationID) async throws(SecurityRefusal) {
        try await record { () throws(RecordingError) in try await admissions.book.settle(credentials, of: station) }
    }

    private func report(_ station: StationID, _ password: String, said: String?, next: String) -> PasswordReport {
        PasswordReport(
            station: station, password: password, securityProfile: max(1, admissions.leastProfile(of: station)),
            stationSaid: said, next: [next])
    }

    /// In the form the station's OCPP wants.
    private func newSecret(
        for station: StationID
    ) async throws(SecurityRefusal) -> (text: String, hash: PasswordHash) {
        do throws(TrustError) {
            let text =
                isSecondGeneration(station) ? try SecretGenerator.password() : try SecretGenerator.authorizationKey()
            guard let secret = StationSecret(text) else { preconditionFailure("a password that is none") }
            return (text, try await admissions.desk.hash(secret))
        } catch {
            throw SecurityRefusal(.internalTrouble, error.message, error.hint)
        }
    }
}
