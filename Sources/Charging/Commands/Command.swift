/// Something a person or a cloud wants of a station. Every protocol's driver understands these.
package enum Command: Hashable, Codable, Sendable {
    case requestStart(tag: String, evse: Int?)
    case requestStop(TransactionID)
    case reset(ResetKind)
    case unlock(evse: Int)
    /// EVSE 0 means the whole station.
    case changeAvailability(evse: Int, operative: Bool)
    /// No keys means all of them.
    case getConfiguration(keys: [String])
    case changeConfiguration(key: String, value: String)
    case clearCache
    case trigger(message: String, evse: Int?)
    case transfer(DataTransfer)
}

package enum ResetKind: String, Codable, Sendable, CaseIterable {
    /// Finish transactions, then restart the software.
    case soft = "Soft"
    case hard = "Hard"
}

/// What a station made of a command.
package struct CommandResult: Hashable, Codable, Sendable {
    /// The station's own word: `Accepted`, `Rejected`, `Scheduled`, `RebootRequired`, `Unlocked`, …
    package var status: String
    package var configuration: [ConfigurationValue]
    package var unknownKeys: [String]
    package var data: String?

    package init(
        status: String, configuration: [ConfigurationValue] = [], unknownKeys: [String] = [], data: String? = nil
    ) {
        self.status = status
        self.configuration = configuration
        self.unknownKeys = unknownKeys
        self.data = data
    }
}

/// A setting of a station. Write-only settings have no value.
package struct ConfigurationValue: Hashable, Codable, Sendable {
    package var key: String
    package var value: String?
    package var readonly: Bool

    package init(key: String, value: String?, readonly: Bool) {
        self.key = key
        self.value = value
        self.readonly = readonly
    }
}

/// Why a command has no result.
package enum CommandError: Error, Hashable, Sendable {
    /// No station of that name is known, or it is not connected now.
    case notConnected
    /// It has been connected but its BootNotification is not answered yet.
    case notBooted
    case timedOut
    /// The station answered with an error instead of a result.
    case refused(code: String, description: String)
    /// The station's answer could not be read.
    case unreadable(String)
    /// Too many commands wait for this station already.
    case busy
    /// The connection went away before the answer came.
    case disconnected
}

/// Brings commands to stations.
package protocol Dispatcher: Sendable {
    func perform(_ command: Command, on station: StationID) async throws(CommandError) -> CommandResult
}
