package import Charging
import OCPP
import OCPP16
import Synchronization

extension OCPP16Driver {
    package func perform(_ command: Command) async throws(CommandError) -> CommandResult {
        guard conversation.state.withLock({ $0.isBooted }) else { throw .notBooted }
        switch command {
        case .requestStart(let tag, let evse, _): return try await requestStart(tag, evse)
        case .requestStop(let transaction):
            return result(try await caller.call(RemoteStopTransaction(transactionId: transaction.number)))
        case .reset(let kind): return result(try await caller.call(Reset(type: kind == .hard ? .hard : .soft)))
        case .unlock(let evse): return result(try await caller.call(UnlockConnector(connectorId: evse)))
        case .changeAvailability(let evse, let operative):
            let call = ChangeAvailability(connectorId: evse, type: operative ? .operative : .inoperative)
            return result(try await caller.call(call))
        case .getConfiguration(let keys): return try await getConfiguration(keys)
        case .changeConfiguration(let key, let value):
            return result(try await caller.call(ChangeConfiguration(key: key, value: value)))
        case .clearCache: return result(try await caller.call(ClearCache()))
        case .trigger(let message, let evse):
            return result(try await caller.call(TriggerMessage(requestedMessage: message, connectorId: evse)))
        case .transfer(let transfer): return try await self.transfer(transfer)
        default: throw .unsupported("A station of OCPP 1.6 is not told this.")
        }
    }

    /// The standard leaves the choice of a connector to the station, but many stations refuse to choose: where the
    /// station has only one it is named, and after a refusal the first one is.
    private func requestStart(_ tag: String, _ evse: Int?) async throws(CommandError) -> CommandResult {
        let connectors = conversation.state.withLock { $0.evses.sorted() }
        let choice = evse ?? (connectors.count == 1 ? connectors.first : nil)
        let first = try await caller.call(RemoteStartTransaction(idTag: tag, connectorId: choice))
        guard choice == nil, first.status == "Rejected", let connector = connectors.first else { return result(first) }
        return result(try await caller.call(RemoteStartTransaction(idTag: tag, connectorId: connector)))
    }

    private func getConfiguration(_ keys: [String]) async throws(CommandError) -> CommandResult {
        let response = try await caller.call(GetConfiguration(key: keys.isEmpty ? nil : keys))
        let values = (response.configurationKey ?? []).map {
            ConfigurationValue(key: $0.key, value: $0.value, readonly: $0.readonly)
        }
        return CommandResult(status: "Accepted", configuration: values, unknownKeys: response.unknownKey ?? [])
    }

    private func transfer(_ transfer: Charging.DataTransfer) async throws(CommandError) -> CommandResult {
        let call = OCPP16.DataTransfer(
            vendorId: transfer.vendor, messageId: transfer.message, data: transfer.data)
        let response = try await caller.call(call)
        return CommandResult(status: response.status, data: response.data?.text)
    }

    private func result(_ response: StatusResponse) -> CommandResult { CommandResult(status: response.status) }
}
