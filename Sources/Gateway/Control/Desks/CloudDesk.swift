import Charging
import Journal
import Uplinks

/// Where clouds come with what they want of stations: the same desk as everybody's, and the same record.
struct CloudDesk: StationControl {
    let commands: CommandDesk
    let journal: Journal

    func perform(
        _ command: Command, on station: StationID, origin: String
    ) async throws(CommandError) -> CommandResult {
        try await commands.perform(command, on: station, origin: origin)
    }

    func site() async -> Site { await journal.site() }

    func variables(of station: StationID) async -> [DeviceVariable] {
        // What cannot be read is as if the station had not told it; the journal's own condition says so.
        ((try? await journal.variables(of: station)) ?? []).map(\.variable)
    }

    func learn(_ tag: String, _ answer: TagAnswer) async {
        guard let tag = Tag(tag) else { return }
        _ = try? await commands.recorder.record(.settlement(.learned(LearnedTag(tag: tag, answer: answer))))
    }
}
