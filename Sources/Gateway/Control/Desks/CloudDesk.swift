import Charging
import Journal
import Uplinks

/// Where clouds come with what they want of stations: the same desks as everybody's, and the same record.
struct CloudDesk: StationControl {
    let commands: CommandDesk
    let reservations: ReservationDesk
    let journal: Journal

    func perform(
        _ command: Command, on station: StationID, origin: String
    ) async throws(CommandError) -> CommandResult {
        let cloud = UplinkName(rawValue: origin)
        switch command {
        case .reserve(let wish): return try await reservations.reserve(wish, for: cloud)
        case .cancelReservation(let id): return try await reservations.cancel(id, at: station, for: cloud)
        case .getLocalListVersion: return try await lists.version(at: station, for: cloud)
        case .sendLocalList(let update): return try await lists.take(update, at: station, of: cloud)
        default: return try await commands.perform(command, on: station, origin: origin)
        }
    }

    private var lists: CloudLists { CloudLists(commands: commands, journal: journal) }

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
