import Charging

// A limit of the site that changes counts for what clouds have set before, too.
extension CommandDesk {
    /// Brings the profiles of clouds to the limit that the station has just taken. Returns what could not be, as a
    /// sentence.
    func bringProfilesToLimit(of station: StationID, origin: String) async -> String? {
        guard let ledger = await places?.site().stations[station] else { return nil }
        var failed: [String] = []
        for installed in ledger.profilesOutOfStep {
            let command = Command.setChargingProfile(installed.profile, evse: installed.evse)
            let status = (try? await perform(command, on: station, origin: origin))?.status
            if status != "Accepted" { failed.append("\(installed.profile.id)") }
        }
        guard !failed.isEmpty else { return nil }
        return "The station did not take the limit for the charging profiles a cloud has set: "
            + "\(failed.joined(separator: ", "))."
    }
}
