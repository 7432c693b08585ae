import Charging

/// Brings commands to stations and writes down what came of them: a command is part of the record.
struct CommandDesk: Sendable {
    let dispatcher: any Dispatcher
    let recorder: any Recorder
    /// Keeps remote starts away from places that wait for somebody else.
    var places: KeptPlaces?

    func perform(
        _ command: Command, on station: StationID, origin: String
    ) async throws(CommandError) -> CommandResult {
        let outcome: Result<CommandResult, CommandError>
        if let refusal = await places?.refusal(of: command, on: station) {
            outcome = .success(refusal)
        } else {
            do {
                outcome = .success(try await dispatcher.perform(command, on: station).withoutSecrets)
            } catch {
                outcome = .failure(error)
            }
        }
        var written = CommandOutcome(command: command.withoutSecrets, origin: origin, result: nil)
        switch outcome {
        case .success(let result): written.result = result
        case .failure(let error): written.failure = String(describing: error)
        }
        // The station has acted already. That the journal fails is shown by the journal's own health condition.
        _ = try? await recorder.record(.command(written, station))
        var result = try outcome.get()
        if case .limit = command, result.status == "Accepted",
            let problem = await bringProfilesToLimit(of: station, origin: origin)
        {
            result.remark = [result.remark, problem].compactMap { $0 }.joined(separator: " ")
        }
        return result
    }
}

/// The places that are kept, for whoever would start a transaction from afar.
struct KeptPlaces: Sendable {
    let site: @Sendable () async -> Site
    let wallClock: any WallClock

    func refusal(of command: Command, on station: StationID) async -> CommandResult? {
        guard case .requestStart(let tag, let evse, _) = command else { return nil }
        let site = await site()
        let visit = Visit(tag: Tag(tag), station: station, evse: evse, at: wallClock.now.at)
        guard visit.isKeptForOthers(site, group: nil) else { return nil }
        var result = CommandResult(status: "Rejected", reason: "Reserved")
        result.remark = "The place is kept for another driver, so the station was not asked."
        return result
    }
}

extension Command {
    /// The command as it may be kept: tags, and the keys a station or its network logs in with, are not for the record.
    var withoutSecrets: Command {
        switch self {
        case .requestStart(let tag, let evse, let profile):
            // Enough to tell whose it was; a stolen record must not give the card away.
            return .requestStart(tag: Tag(tag)?.masked ?? Secrets.mask, evse: evse, profile: profile)
        case .changeConfiguration(let key, _) where Secrets.isSecret(key):
            return .changeConfiguration(key: key, value: Secrets.mask)
        case .updateFirmware(var update):
            update.location = Secrets.withoutLogin(update.location)
            return .updateFirmware(update)
        case .getLog(var request):
            request.location = Secrets.withoutLogin(request.location)
            return .getLog(request)
        case .call(let action, let payload):
            return .call(action: action, payload: Secrets.withoutSecrets(payload: payload))
        default: return self
        }
    }
}

extension CommandResult {
    /// The answer without what a station should not have told.
    var withoutSecrets: CommandResult {
        var copy = self
        for index in configuration.indices where Secrets.isSecret(configuration[index].key) {
            if configuration[index].value?.isEmpty == false { copy.configuration[index].value = Secrets.mask }
        }
        // A vendor's own data is nobody's to read; the payload of a call is JSON, which can be looked through.
        if let data, data.first == "{" { copy.data = Secrets.withoutSecrets(payload: data) }
        return copy
    }
}
