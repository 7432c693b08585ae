import Charging
import Journal

/// Brings one station's list of tags up to the site's.
struct ListDelivery: Sendable {
    let commands: CommandDesk
    let journal: Journal
    let origin: String

    /// What a station takes in one message where it does not say.
    private static let usualSize = 50

    /// - Parameter sent: The version the station took from here last; what it has otherwise came from somebody else.
    func bringUp(_ station: StationID, sent: Int?) async -> ListPush {
        do {
            let before = await journal.site()
            let list = before.settled.localList
            let told = try await commands.perform(.getLocalListVersion, on: station, origin: origin).listVersion
            // OCPP 1.6, section 5.10: -1 means that the station keeps no list.
            guard let told, told >= 0 else { return ListPush(station, .unsupported) }
            let isOurs = sent == told || (told == list.version && before.stations[station]?.listVersion == told)
            if isOurs && told == list.version || told == 0 && list.reportedVersion == 0 {
                return ListPush(station, .upToDate, version: list.version)
            }
            let size = await messageSize(of: station)
            let updates = ListUpdates(list: list, history: try await history())
            if isOurs, let difference = updates.since(told, atMost: size) {
                let push = try await send(difference, to: station)
                if push.outcome == .sent { return push }
            }
            guard let whole = updates.whole(atMost: size) else {
                return ListPush(
                    station, .failed, version: told,
                    reason: "The list's version is too low for the \(list.count) tags it has to be sent in parts.")
            }
            return try await send(whole, to: station)
        } catch let error as CommandError {
            if case .unsupported = error { return ListPush(station, .unsupported) }
            if case .refused(let code, _) = error, ["NotImplemented", "NotSupported"].contains(code) {
                return ListPush(station, .unsupported)
            }
            return ListPush(station, .failed, reason: error.words)
        } catch {
            return ListPush(station, .failed, reason: String(describing: error))
        }
    }

    private func send(_ updates: [LocalListUpdate], to station: StationID) async throws -> ListPush {
        var push = ListPush(station, .sent)
        for update in updates {
            let result = try await commands.perform(.sendLocalList(update), on: station, origin: origin)
            push.messages += 1
            guard result.status == "Accepted" else {
                push.outcome = result.status == "NotSupported" ? .unsupported : .failed
                push.reason = "It answers: \(result.status)."
                return push
            }
            push.version = update.version
        }
        return push
    }

    /// As the station's own variables say.
    func messageSize(of station: StationID) async -> Int {
        for name in ["SendLocalListMaxLength", "LocalAuthListCtrlr.ItemsPerMessage"] {
            let known = (try? await journal.variables(of: station, prefix: name, limit: 8)) ?? []
            let value = known.first { $0.variable.name.description == name && $0.variable.attribute == "Actual" }
            if let size = value?.variable.value.flatMap({ Int($0) }), size > 0 { return min(size, 1000) }
        }
        return Self.usualSize
    }

    /// Bounded; where there are more changes, the newest is missing and the whole list is sent.
    private func history() async throws -> [LocalListUpdate] {
        try await journal.entries(after: 0, kinds: [.localList], limit: 10_000).compactMap {
            if case .localList(let update) = $0.fact { update } else { nil }
        }
    }
}
