/// The units meters give, and the one each is recorded in.
package enum MeterUnit: String, CaseIterable, Codable, Sendable {
    case wattHours = "Wh"
    case kilowattHours = "kWh"
    case megawattHours = "MWh"
    case varHours = "varh"
    case kilovarHours = "kvarh"
    case watts = "W"
    case kilowatts = "kW"
    case megawatts = "MW"
    case vars = "var"
    case kilovars = "kvar"
    case voltAmperes = "VA"
    case kilovoltAmperes = "kVA"
    case volts = "V"
    case millivolts = "mV"
    case kilovolts = "kV"
    case amperes = "A"
    case milliamperes = "mA"
    case hertz = "Hz"
    case millihertz = "mHz"
    case degrees = "deg"
    case celsius = "Celsius"
    /// A power factor has no unit.
    case none = "1"

    /// The unit without its prefix, and by how many places the decimal point moves on the way there.
    package var base: (unit: String, power: Int) {
        switch self {
        case .wattHours, .varHours, .watts, .vars, .voltAmperes, .volts, .amperes, .hertz: (rawValue, 0)
        case .degrees, .celsius, .none: (rawValue, 0)
        case .kilowattHours, .kilovarHours, .kilowatts, .kilovars, .kilovoltAmperes, .kilovolts:
            (String(rawValue.dropFirst()), 3)
        case .megawattHours, .megawatts: (String(rawValue.dropFirst()), 6)
        case .millivolts, .milliamperes, .millihertz: (String(rawValue.dropFirst()), -3)
        }
    }
}
