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
                    interval: .seconds(meter.intervalSeconds), timing: meter.timing)
            }
        }
    }
}

extension MeterSection {
    fileprivate var timing: DeviceTiming {
        DeviceTiming(
            timeout: timeoutMilliseconds.map { .milliseconds($0) }, retries: retries,
            pause: pauseMilliseconds.map { .milliseconds($0) })
    }
}

extension BusSection {
    var timing: DeviceTiming {
        DeviceTiming(
            timeout: .milliseconds(timeoutMilliseconds), retries: retries, pause: .milliseconds(pauseMilliseconds))
    }

    var busAddress: BusAddress? {
        if let device {
            return .serial(
                SerialSettings(
                    device: device, baud: baud, parity: Metering.Parity(rawValue: parity.rawValue) ?? .none,
                    stopBits: stopBits, direction: SerialSettings.Direction(rawValue: rs485.rawValue) ?? .adapter))
        }
        guard let place = address.flatMap(HostPort.init) else { return nil }
        let port = UInt16(clamping: place.port)
        return framing == .rtu ? .rtuOverTCP(host: place.host, port: port) : .tcp(host: place.host, port: port)
    }
}
