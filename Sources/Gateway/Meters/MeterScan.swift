import Charging
import FoundationEssentials
package import Logging
import Metering

/// Looks for meters on a line or in a range of addresses, for the installer who is about to configure them.
package struct MeterScan: Sendable {
    /// Where to look; exactly one of `device` and `hosts` is there.
    package struct Place: Sendable {
        package var device: String?
        /// An address, or the first and the last with a hyphen between them.
        package var hosts: String?
        package var port: UInt16 = 502
        package var isRTU = false
        /// How the serial line is set; `nil` tries how known meters leave the factory.
        package var baud: Int?
        package var parity = "none"
        package var stopBits = 1
        package var units: ClosedRange<UInt8>
        package var patience: Duration = .milliseconds(300)

        package init(device: String? = nil, hosts: String? = nil, units: ClosedRange<UInt8>) {
            self.device = device
            self.hosts = hosts
            self.units = units
        }
    }

    /// What the scan does now.
    package struct Step: Hashable, Sendable {
        package var number: Int
        package var count: Int
        /// `/dev/ttyUSB0 at 9600 8N1, unit 3`
        package var place: String
        package var found: Int
    }

    private let profiles: [(name: String, profile: MeterProfile)]
    private let logger: Logger

    /// Reads all profiles of the folder.
    package init(profiles folder: String, logger: Logger) throws {
        guard let files = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw MeterToolError("There is no folder \(folder). Say with --profiles where the meter profiles are.")
        }
        profiles = try files.filter { $0.hasSuffix(".toml") }.sorted().map { file in
            (String(file.dropLast(".toml".count)), try MeterProfile(path: "\(folder)/\(file)"))
        }
        self.logger = logger
    }

    /// Throws words for a person when the place cannot be looked at.
    package func run(where place: Place, progress: (Step) -> Void) async throws(MeterToolError) -> [FoundMeter] {
        let plan = try plan(place)
        let scanner = Scanner(profiles: profiles.map(\.profile), clock: ContinuousClock(), logger: logger)
        let devices: [Scanner.Device]
        do throws(BusError) {
            devices = try await scanner.scan(plan) { step in
                progress(
                    Step(
                        number: step.step + 1, count: step.steps, place: "\(step.address.place), unit \(step.unit)",
                        found: step.found))
            }
        } catch {
            throw MeterToolError("\(error)")
        }
        return devices.map { device in
            FoundMeter(device, names: device.candidates.compactMap { name(of: $0.profile) })
        }
    }

    private func name(of profile: MeterProfile) -> String? {
        profiles.first { $0.profile.vendor == profile.vendor && $0.profile.model == profile.model }?.name
    }

    private func plan(_ place: Place) throws(MeterToolError) -> ScanPlan {
        let addresses: [BusAddress]
        if let device = place.device {
            addresses = settings(place, device).map(BusAddress.serial)
        } else {
            guard let hosts = ScanPlan.hosts(place.hosts ?? "") else {
                throw MeterToolError(
                    "\"\(place.hosts ?? "")\" is no range of addresses. Write 192.168.1.10-192.168.1.60, at most 1024.")
            }
            addresses = hosts.map {
                place.isRTU ? .rtuOverTCP(host: $0, port: place.port) : .tcp(host: $0, port: place.port)
            }
        }
        return ScanPlan(addresses: addresses, units: Array(place.units), patience: place.patience)
    }

    private func settings(_ place: Place, _ device: String) -> [SerialSettings] {
        guard let baud = place.baud else { return ScanPlan.settings(of: profiles.map(\.profile), device: device) }
        return [
            SerialSettings(
                device: device, baud: baud, parity: Metering.Parity(rawValue: place.parity) ?? .none,
                stopBits: place.stopBits)
        ]
    }
}

/// Why a tool for meters could not do what it was asked, in words for a person.
package struct MeterToolError: Error, Hashable, CustomStringConvertible {
    package let description: String
    package init(_ description: String) { self.description = description }
}

extension BusAddress {
    /// With how the line is set, which a scan tries out.
    fileprivate var place: String {
        guard case .serial(let settings) = self else { return description }
        return
            "\(settings.device) at \(settings.baud) 8\(settings.parity.rawValue.prefix(1).uppercased())\(settings.stopBits)"
    }
}
