import Charging

/// Brings commands to stations and writes down what came of them: a command is part of the record.
struct CommandDesk: Sendable {
    let dispatcher: any Dispatcher
    let recorder: any Recorder

    func perform(
        _ command: Command, on station: StationID, origin: String
    ) async throws(CommandError) -> CommandResult {
        let outcome: Result<CommandResult, CommandError>
        do {
            outcome = .success(try await dispatcher.perform(command, on: station))
        } catch {
            outcome = .failure(error)
        }
        var written = CommandOutcome(command: command.withoutSecrets, origin: origin, result: nil)
        switch outcome {
        case .success(let result): written.result = result
        case .failure(let error): written.failure = String(describing: error)
        }
        // The station has acted already. That the journal fails is shown by the journal's own health condition.
        _ = try? await recorder.record(.command(written, station))
        return try outcome.get()
    }
}

extension Command {
    /// The command as it may be kept: the key a station logs in with is not for the record.
    var withoutSecrets: Command {
        guard case .changeConfiguration(let key, _) = self,
            ["authorizationkey", "basicauthpassword"].contains(where: key.lowercased().hasSuffix)
        else { return self }
        return .changeConfiguration(key: key, value: "***")
    }
}
