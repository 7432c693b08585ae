import Charging
import Metering
import StrictTOML

/// A wallbox profile as it stands in its file.
struct WallboxProfileFile: Decodable {
    var vendor: String
    var model: String
    var source: String
    /// How many registers the wallbox gives in one answer.
    var largestBlock: Int
    var state: [StateRegister]
    var energy: NumberRegister?
    /// Instead of `energy`, where it counts each car's from 0.
    var sessionEnergy: NumberRegister?
    var limit: SettingRegister
    var enable: SwitchRegister?
    var failSafeCurrent: SettingRegister?
    var failSafeTimeout: SettingRegister?
    var watchdog: Watchdog?
    var heartbeat: HeartbeatRegister?
    var serialNumber: NameRegister?
    var firmware: NameRegister?
    var modelName: NameRegister?
    var tag: NameRegister?
    var value: [ValueRegister]?
    var setup: [SwitchRegister]?
    var evses: RepeatedRegisters?
    var phaseSwitch: PhaseSwitch?

    enum CodingKeys: String, CodingKey {
        case vendor, model, source, state, energy, limit, enable, watchdog, heartbeat, firmware, tag, value, setup,
            evses
        case largestBlock = "largest_block"
        case sessionEnergy = "session_energy"
        case failSafeCurrent = "fail_safe_current"
        case failSafeTimeout = "fail_safe_timeout"
        case serialNumber = "serial_number"
        case modelName = "model_name"
        case phaseSwitch = "phase_switch"
    }
}
