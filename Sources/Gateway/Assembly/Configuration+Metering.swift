import Charging
import Metering

extension Configuration {
    /// The profiles the configured meters name, each read once.
    func profiles() throws -> [String: MeterProfile] {
        var profiles: [String: MeterProfile] = [:]
        for name in Set(meter.map(\.profile)) {
            profiles[name] = try MeterProfile(path: profilePath(name))
        }
        return profiles
    }

    /// The values at which import registers start again at 0, where the profile knows them.
    func registerModuli(_ profiles: [String: MeterProfile]) -> [MeterID: ExactDecimal] {
        var moduli: [MeterID: ExactDecimal] = [:]
        for meter in meter { moduli[meter.id] = profiles[meter.profile]?.importModulus }
        return moduli
    }

    func polledMeters(on bus: String, _ profiles: [String: MeterProfile]) -> [PolledMeter] {
        meter.filter { $0.bus == bus }.compactMap { meter in
            profiles[meter.profile].map {
                PolledMeter(
                    id: meter.id, unit: UInt8(clamping: meter.unit), profile: $0,
                    interval: .seconds(meter.intervalSeconds))
            }
        }
    }
}

extension BusSection {
    var busAddress: BusAddress? {
        if let device {
            return .serial(
                SerialSettings(
                    device: device, baud: baud, parity: Metering.Parity(rawValue: parity.rawValue) ?? .none,
                    stopBits: stopBits))
        }
        return address.flatMap(HostPort.init).map { .tcp(host: $0.host, port: UInt16(clamping: $0.port)) }
    }
}
