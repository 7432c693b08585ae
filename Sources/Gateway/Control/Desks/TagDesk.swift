import Charging

/// Keeps the site's list of tags for people.
struct TagDesk: Sendable {
    let site: @Sendable () async -> Site
    let recorder: any Recorder
    let fileList: LocalList

    func tags() async -> TagList {
        let list = await site().settled.localList
        return TagList(
            version: list.version, records: list.all, configured: fileList.all.map(\.tag).filter { list[$0] == nil })
    }

    /// Every changed tag counts one version, so that the list can be sent in parts of any size, each a version later
    /// than the one before.
    func change(_ changes: [LocalListUpdate.Change]) async throws(ControlError) -> Int {
        guard !changes.isEmpty else { return await site().settled.localList.version }
        var reason = ""
        // Somebody else may have changed the list in between; then the next version is another one.
        for _ in 0..<3 {
            let (version, overflow) = await site().settled.localList.version.addingReportingOverflow(changes.count)
            // Stations hold the version in an int32.
            guard !overflow, version <= Int(Int32.max) else {
                throw .refused("The list has been changed more often than its version can count.")
            }
            switch try await recorder.settle(
                .localList(LocalListUpdate(version: version, kind: .differential, changes: changes)))
            {
            case nil: return version
            case let refusal?: reason = refusal
            }
        }
        throw .refused(reason)
    }
}

extension Recorder {
    /// Settles something; gives the rules' reason where they refuse it.
    func settle(_ settlement: Settlement) async throws(ControlError) -> String? {
        do {
            if case .refused(let reason) = try await record(.settlement(settlement)) { return reason }
            return nil
        } catch {
            throw .storage(String(describing: error))
        }
    }
}
