import Charging

// Settings of the connection, as a CSMS changes them.
extension Doorkeeper {
    /// They are about nothing but the connection to this CSMS, so that one which only watches may change them, too.
    /// What its password is on this leg is never told to the station.
    func change(_ key: LegKey, to value: String) async throws(Refusal) -> CommandResult {
        guard let setting = settings[key], let write = setting.write else {
            throw .refused(
                "ReadOnly", "\(key.rawValue) belongs to the connection to this CSMS, and is set at the site.")
        }
        if let objection = key.objection(to: value) { throw .refused("InvalidValue", objection) }
        switch await write(value) {
        case .accepted: return CommandResult(status: "Accepted")
        case .rejected(let why): throw .refused("InvalidValue", why)
        }
    }
}
