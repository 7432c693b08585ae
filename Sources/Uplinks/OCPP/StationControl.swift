package import Charging

/// What a CSMS may do to its station through the gateway, and what it may know.
package protocol StationControl: Sendable {
    func perform(_ command: Command, on station: StationID, origin: String) async throws(CommandError) -> CommandResult
    /// The site as it is now.
    func site() async -> Site
    /// What the station says of its own make, by the names of `VariableName`; for a station of 1.6 its keys.
    func variables(of station: StationID) async -> [DeviceVariable]
    /// The CSMS that decides about tags said something about one.
    func learn(_ tag: String, _ answer: TagAnswer) async
}
