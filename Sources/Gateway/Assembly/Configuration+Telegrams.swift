import Charging
import Logging
import Metering
import ServiceLifecycle
import Telegrams

extension Configuration {
    /// What listens to, or asks, the meters that send telegrams: one service a line.
    func telegramServices(recorder: any Recorder, health: Health, time: SiteTime, logger: Logger) -> [any Service] {
        bus.compactMap { section -> (any Service)? in
            let meters = meter.filter { $0.bus == section.name }
            guard !meters.isEmpty, let line = section.telegramLine(clock: time.clock, logger: logger) else {
                return nil
            }
            guard section.isAsked else {
                return Listener(
                    line: line, meters: meters.map(pushed), recorder: recorder, health: health, clock: time.clock,
                    wallClock: time.wallClock, logger: logger)
            }
            return Inquirer(
                line: line, meters: meters.map(asked), recorder: recorder, health: health, clock: time.clock,
                wallClock: time.wallClock, logger: logger)
        }
    }

    private func pushed(_ meter: MeterSection) -> PushedMeter {
        PushedMeter(id: meter.id, channel: meter.channel, interval: .seconds(interval(of: meter)))
    }

    private func asked(_ meter: MeterSection) -> AskedMeter {
        AskedMeter(id: meter.id, address: meter.number ?? "", interval: .seconds(interval(of: meter)))
    }
}

extension BusSection {
    /// Only meters of IEC 62056-21 are ever asked.
    var isAsked: Bool { kind == .d0 && !pushes }

    /// `nil` for lines that carry no telegrams.
    func telegramLine(clock: any Clock<Duration>, logger: Logger) -> TelegramLine? {
        guard let format = kind.format, let address = telegramAddress else { return nil }
        return TelegramLine(name: name, kind: format, address: address, clock: clock, logger: logger)
    }

    private var telegramAddress: TelegramLineAddress? {
        if let device { return .serial(device: device, formats: formats) }
        return address.flatMap(HostPort.init).map { .tcp(host: $0.host, port: UInt16(clamping: $0.port)) }
    }

    /// What was written, or else what meters of this kind use, the likely first.
    private var formats: [CharacterFormat] {
        guard serialKeys.isEmpty else {
            let parity = Metering.Parity(rawValue: parity.rawValue) ?? .none
            return [CharacterFormat(baud: baud, dataBits: parity == .none ? 8 : 7, parity: parity)]
        }
        return switch kind {
        case .modbus: []
        case .p1: [.p1, CharacterFormat(baud: 115_200, dataBits: 7, parity: .even), .earlyP1]
        case .sml: [.sml]
        case .d0 where pushes: [.pushedD0, CharacterFormat(baud: 9600, dataBits: 7, parity: .even), .sml]
        case .d0: [.d0]
        }
    }
}

extension BusSection.Kind {
    /// `nil` for lines that carry no telegrams.
    var format: TelegramFormat? {
        switch self {
        case .modbus: nil
        case .p1: .p1
        case .sml: .sml
        case .d0: .d0
        }
    }
}
