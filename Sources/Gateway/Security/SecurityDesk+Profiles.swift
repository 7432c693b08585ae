package import Charging
import Stations

extension SecurityDesk {
    /// Moves a station to a higher security profile: looks whether everything is there, puts the site CA into the
    /// station, and tells it to come back. Only once it has is nothing less accepted of it.
    package func raise(_ station: StationID, to profile: Int) async throws(SecurityRefusal) -> StepReport {
        try known(station)
        try checkPrerequisites(station, profile)
        var next: [String] = []
        if listeners.usesSiteCA {
            let pem = try authorityCertificate()
            let result = try await send(.installCertificate(.csmsRoot, pem: pem), to: station)
            guard result.status == "Accepted" else {
                throw SecurityRefusal(
                    .stationRefused, "Station \(station) did not take the site CA's certificate (\(result.status)).",
                    admissions.adviceOnTLS(for: station)
                        ?? "Install it by hand (ohmstead certificates show-ca), or use a listener with a public certificate."
                )
            }
            next.append("The site CA's certificate is on the station.")
        } else if let advice = admissions.adviceOnTLS(for: station) {
            next.append(advice)
        }
        // Written down first: a restart may come before the station does.
        try await expect(station, profile: profile)
        let result: CommandResult
        do throws(SecurityRefusal) {
            let change = SecurityProfileChange(profile: profile, url: secureURL())
            result = try await send(.raiseSecurityProfile(change), to: station)
        } catch {
            if !error.mayHappenYet { try await expect(station, profile: nil) }
            throw error
        }
        guard ["Accepted", "RebootRequired"].contains(result.status) else {
            try await expect(station, profile: nil)
            throw SecurityRefusal(
                .stationRefused, "Station \(station) stays with what it has (\(result.status)).",
                "Look into its manual, whether it knows security profile \(profile).")
        }
        if result.status == "RebootRequired" { next.append("It needs a restart: ohmstead send \(station) reset") }
        next.append("Once it has come back with profile \(profile), nothing less is accepted of it.")
        return StepReport(station: station, stationSaid: result.status, next: next)
    }

    /// Lets a station come with less again, after it was replaced or reset for instance. Nothing does that by itself.
    package func accept(_ station: StationID, profile: Int) async throws(SecurityRefusal) -> StepReport {
        try known(station)
        let written = admissions.policy.stations[station]?.securityProfile ?? 0
        guard (0...3).contains(profile), profile >= written else {
            throw SecurityRefusal(
                .notPossible, "The configuration asks for profile \(written) of \(station).",
                "Change security_profile in its [[station]] block, and restart.")
        }
        guard !(1...2).contains(profile) || admissions.hasPassword(station) else {
            throw SecurityRefusal(
                .notPossible, "Station \(station) has no password.", "Give it one: ohmstead password \(station)")
        }
        var credentials = admissions.book[station] ?? StationCredentials(securityProfile: 0)
        credentials.securityProfile = profile
        credentials.expect(profile: nil, at: wallClock.now.at)
        let settled = credentials
        try await record { () throws(RecordingError) in try await admissions.book.settle(settled, of: station) }
        return StepReport(station: station, next: ["It may connect with security profile \(profile) or more."])
    }

    private func expect(_ station: StationID, profile: Int?) async throws(SecurityRefusal) {
        try await record { () throws(RecordingError) in try await admissions.expect(station, profile: profile) }
    }

    private func checkPrerequisites(_ station: StationID, _ profile: Int) throws(SecurityRefusal) {
        guard (2...3).contains(profile) else {
            throw SecurityRefusal(
                .notPossible, "A station is raised to profile 2 or 3.",
                "For profile 1, give it a password: ohmstead password \(station)")
        }
        guard admissions.leastProfile(of: station) < profile else {
            throw SecurityRefusal(
                .notPossible, "Station \(station) must prove profile \(admissions.leastProfile(of: station)) already.",
                "There is nothing to raise.")
        }
        guard listeners.hasTLS else {
            throw SecurityRefusal(
                .notPossible, "No listener speaks TLS.", "Add a [[listener]] block with tls = true, and restart.")
        }
        guard admissions.hasPassword(station) else {
            throw SecurityRefusal(
                .notPossible, "Station \(station) has no password, which it needs before anything else.",
                "Give it one: ohmstead password \(station)")
        }
        guard profile == 3 else { return }
        guard listeners.asksForCertificates else {
            throw SecurityRefusal(
                .notPossible, "No listener asks stations for certificates.",
                "Write client_certificates = \"optional\" in the [[listener]] block with TLS, and restart.")
        }
        let now = wallClock.now.at
        let has = admissions.book.certificates[station]?.contains { $0.revoked == nil && $0.notAfter > now } ?? false
        guard has else {
            throw SecurityRefusal(
                .notPossible, "Station \(station) has no certificate of the site CA.",
                "Let it ask for one: ohmstead certificates renew \(station)")
        }
    }
}
