import Charging
import Journal

/// The lists of tags that clouds keep in their stations, beside the one of the site.
///
/// A station has one list, and its version is its keeper's. Where a cloud keeps it, the site's own tags go into it with
/// what the cloud sends, and the site sends that station none of its updates, so that neither overwrites the other's.
/// What a cloud lists is remembered like its verdicts, so that it counts here, too, while the cloud is away.
struct CloudLists: Sendable {
    let commands: CommandDesk
    let journal: Journal

    /// The version of the cloud's list, as the station has it; 0 where it has somebody else's.
    func version(at station: StationID, for cloud: UplinkName) async throws(CommandError) -> CommandResult {
        var result = try await commands.perform(.getLocalListVersion, on: station, origin: cloud.rawValue)
        if let version = result.listVersion, version > 0, await keeper(of: station) != cloud { result.listVersion = 0 }
        return result
    }

    func take(
        _ told: LocalListUpdate, at station: StationID, of cloud: UplinkName
    ) async throws(CommandError) -> CommandResult {
        let keeper = await keeper(of: station)
        guard told.kind == .full || keeper == cloud else {
            return CommandResult(
                status: "VersionMismatch", reason: "The station has no list of this CSMS; send the whole list.")
        }
        var update = told
        // An empty list gives the station back to the site.
        let isOver = told.kind == .full && told.changes.isEmpty
        update.cloud = isOver ? nil : cloud
        if !isOver { update.changes = await withOwnTags(told, at: station, of: cloud) }
        let result = try await commands.perform(.sendLocalList(update), on: station, origin: cloud.rawValue)
        if result.status == "Accepted" { await remember(told.changes) }
        return result
    }

    private func keeper(of station: StationID) async -> UplinkName? {
        await journal.site().stations[station]?.listKeeper
    }

    /// What people say of a tag counts more than what a cloud lists, here as elsewhere. The tags that the cloud does not
    /// list go along where one message takes them all.
    private func withOwnTags(
        _ told: LocalListUpdate, at station: StationID, of cloud: UplinkName
    ) async -> [LocalListUpdate.Change] {
        let list = await journal.site().settled.localList
        let changes = told.changes.map { change in list[change.tag].map { .init($0) } ?? change }
        guard told.kind == .full else { return changes }
        let delivery = ListDelivery(commands: commands, journal: journal, origin: cloud.rawValue)
        guard changes.count + list.count <= (await delivery.messageSize(of: station)) else { return changes }
        let listed = Set(changes.map(\.tag))
        return changes + list.all.filter { !listed.contains($0.tag) }.map { .init($0) }
    }

    /// A tag that is taken off the list is nobody's until the cloud says otherwise.
    private func remember(_ changes: [LocalListUpdate.Change]) async {
        await withDiscardingTaskGroup { group in
            for change in changes {
                let answer = change.record.map {
                    TagAnswer(status: $0.status, expires: $0.expires, group: $0.group)
                }
                let learned = LearnedTag(tag: change.tag, answer: answer ?? TagAnswer(status: .invalid))
                group.addTask { _ = try? await commands.recorder.record(.settlement(.learned(learned))) }
            }
        }
    }
}
