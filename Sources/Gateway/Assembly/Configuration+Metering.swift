import Charging
import Metering

extension Configuration {
    /// The profiles the configured meters name, each read once.
    func profiles() throws -> [String: MeterProfile] {
        var profiles: [String: MeterProfile] = [:]
        for name in Set(meter.compactMap(\.profile)) {
            profiles[name] = try MeterProfile(path: profilePath(name))
        }
        return profiles
    }

    /// The values at which import registers start again at 0, where the profile knows them.
    func registerModuli(_ profiles: [String: MeterProfile]) -> [MeterID: ExactDecimal] {
        var moduli: [MeterID: ExactDecimal] = [:]
        for meter in meter { moduli[meter.id] = meter.profile.flatMap { profiles[$0]?.importModulus } }
        return moduli
    }

    /// How often a meter is read, in seconds; what is usual for its kind where nobody said.
    func interval(of meter: MeterSection) -> Int {
        meter.intervalSeconds ?? (bus.contains { $0.name == meter.bus && $0.isAsked } ? 60 : 10)
    }

    func polledMeters(on bus: String, _ profiles: [String: MeterProfile]) -> [PolledMeter] {
        meter.filter { $0.bus == bus }.compactMap { meter in
            meter.profile.flatMap { profiles[$0] }.map {
                PolledMeter(
                    id: meter.id, unit: UInt8(clamping: meter.unit), profile: $0,
                    interval: .seconds(interval(of: meter)), timing: meter.timing)
            }
        }
    }
}

extension MeterSection {
    var timing: DeviceTiming {
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
