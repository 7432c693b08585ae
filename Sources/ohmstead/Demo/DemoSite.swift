import Charging
import FoundationEssentials
import Gateway
import Logging
import ServiceLifecycle
import Simulator

/// Everything around the gateway that the demo makes up: two clouds, two meters, three wallboxes that talk and one that
/// cannot.
struct DemoSite {
    let cloud: SimulatedChargeReport
    /// The back office, which speaks OCPP 2.0.1 with every station, whatever that speaks itself.
    let office: SimulatedCSMS
    /// In front of CP1, over a serial line.
    let garage: SimulatedMeter
    /// In front of the wallbox that cannot talk, over the network.
    let carport: SimulatedMeter
    let folder: String

    private static let key = "cr_live_demo"
    private static let watts: Int64 = 11_000

    init(
        folder: String, time: SiteTime, didBindCloud: @escaping @Sendable (Int) -> Void,
        didBindOffice: @escaping @Sendable (Int) -> Void
    ) throws {
        self.folder = folder
        cloud = SimulatedChargeReport(
            configuration: .init(keys: [Self.key]), wallClock: time.wallClock, logger: Self.silent,
            didBind: didBindCloud)
        office = SimulatedCSMS(
            configuration: .init(.generic201), wallClock: time.wallClock, logger: Self.silent, didBind: didBindOffice)
        garage = try SimulatedMeter(
            line: .pty, serialNumber: 20_301_234, wattHours: 1_234_567, wallClock: time.wallClock)
        carport = try SimulatedMeter(
            line: .tcp(), serialNumber: 20_305_678, wattHours: 7_654_321, wallClock: time.wallClock)
    }

    /// Writes the configuration an installer would write for this site, and returns its path.
    func configure(cloudPort: Int, officePort: Int, profiles: String) throws -> String {
        let keyFile = "\(folder)/chargereport.key"
        try Self.key.write(toFile: keyFile, atomically: true, encoding: .utf8)
        let text = """
            # The configuration of `ohmstead demo`, written anew at each start.
            [site]
            name = "Demo"
            time_zone = "Europe/Vienna"
            [storage]
            path = "\(folder)/ohmstead.db"
            [console]
            socket = "\(folder)/ohmstead.sock"
            listen = "127.0.0.1:0"
            [stations]
            listen = "127.0.0.1:0"
            unknown = "wait"
            [[station]]
            id = "CP1"
            meter = "garage"
            [[station]]
            id = "CP2"
            [[station]]
            id = "CP3"
            [[mute_station]]
            id = "carport"
            meter = "carport"
            [meters]
            profiles = "\(profiles)"
            [[bus]]
            name = "rs485"
            \(Self.place(of: garage))
            [[bus]]
            name = "lan"
            \(Self.place(of: carport))
            [[meter]]
            id = "garage"
            bus = "rs485"
            profile = "eastron-sdm630"
            interval_seconds = 15
            [[meter]]
            id = "carport"
            bus = "lan"
            profile = "eastron-sdm630"
            interval_seconds = 15
            [[chargereport]]
            name = "chargereport"
            url = "http://127.0.0.1:\(cloudPort)"
            key_file = "\(keyFile)"
            send_after_seconds = 1800
            [[csms]]
            name = "office"
            url = "ws://127.0.0.1:\(officePort)"
            version = "2.0.1"

            """
        let path = "\(folder)/ohmstead.toml"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    private static func place(of meter: SimulatedMeter) -> String {
        switch meter.endpoint {
        case .tcp(let port): "address = \"127.0.0.1:\(port)\""
        case .serial(let device): "device = \"\(device)\""
        }
    }

    /// The wallboxes that speak OCPP 1.6, once it is known where they connect to.
    func wallboxes(port: Int, time: SiteTime) -> [SimulatedWallbox] {
        func wallbox(_ id: String, _ plan: ChargingPlan, seed: UInt64) -> SimulatedWallbox {
            SimulatedWallbox(
                configuration: Self.configuration(id, port, plan, seed: seed), clock: time.clock,
                wallClock: time.wallClock, logger: Self.silent)
        }
        let own = ChargingPlan.Charge(
            tag: "04B0267A", pause: .seconds(240), duration: .seconds(1500), watts: Self.watts, linger: .seconds(120))
        return [
            wallbox("CP1", .script([own], repeats: true), seed: 1),
            wallbox("CP2", .random(Self.visitors), seed: 2),
        ]
    }

    /// The one that speaks OCPP 2.0.1, and has two connectors.
    func newWallbox(port: Int, time: SiteTime) -> SimulatedWallbox201 {
        var configuration = Self.configuration("CP3", port, .random(Self.visitors), seed: 3)
        configuration.connectors = 2
        return SimulatedWallbox201(
            configuration: configuration, clock: time.clock, wallClock: time.wallClock, logger: Self.silent)
    }

    private static let silent = Logger(label: "demo") { _ in SwiftLogNoOpLogHandler() }

    private static func configuration(
        _ id: String, _ port: Int, _ plan: ChargingPlan, seed: UInt64
    ) -> SimulatedWallbox.Configuration {
        SimulatedWallbox.Configuration(id: id, url: "ws://127.0.0.1:\(port)/ocpp", plan: plan, seed: seed)
    }

    private static var visitors: ChargingPlan.RandomCharges {
        var visitors = ChargingPlan.RandomCharges(tags: ["04A1B2C3", "04D4E5F6", "0477AB12"])
        visitors.pause = .seconds(120) ... .seconds(600)
        visitors.duration = .seconds(600) ... .seconds(1800)
        visitors.linger = .seconds(30) ... .seconds(240)
        return visitors
    }

    /// The garage's meter shows what CP1's car draws.
    func wire(_ wallbox: SimulatedWallbox) async {
        for await event in wallbox.events {
            switch event.kind {
            case .started: garage.setPower(watts: Self.watts)
            case .stopped, .lostPower: garage.setPower(watts: 3)
            default: break
            }
        }
    }

    /// A car every forty minutes.
    static let visits = LoadCurve(
        [
            .init(.seconds(600), watts: 4), .init(.seconds(1320), watts: 7360), .init(.seconds(180), watts: 2100),
            .init(.seconds(300), watts: 4),
        ], repeats: true)
}
