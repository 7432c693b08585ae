package import Charging
package import Logging
import Metering
import Telegrams

/// What a meter shows at one moment, read by a tool and not by the daemon.
package struct MeterLook: Hashable, Codable, Sendable {
    package struct Register: Hashable, Codable, Sendable {
        package var register: String
        package var value: String
        package var unit: String
        package var raw: String

        init(_ value: RegisterValue) {
            register = value.obis.rawValue
            self.value = value.value.description
            unit = value.unit
            raw = value.raw
        }
    }

    package var meter: String
    package var serialNumber: String?
    /// When the meter says that it measured.
    package var measuredAt: String?
    package var registers: [Register]
    /// How long ago that was, where the daemon read it.
    package var ageSeconds: Int64?
    /// What the meter says is wrong with it.
    package var notices: [String] = []

    /// Reads a configured meter once. The line must be free: a running daemon holds it.
    package static func read(
        _ id: String, of configuration: Configuration, logger: Logger
    ) async throws(MeterToolError) -> MeterLook {
        guard let meter = configuration.meter.first(where: { $0.id.rawValue == id }) else {
            let known = configuration.meter.map(\.id.rawValue).joined(separator: ", ")
            throw MeterToolError("There is no meter \"\(id)\" in the configuration. There are: \(known).")
        }
        guard let bus = configuration.bus.first(where: { $0.name == meter.bus }) else {
            throw MeterToolError("There is no bus \"\(meter.bus)\" in the configuration.")
        }
        guard bus.kind == .modbus else { return try await hear(meter, bus, configuration, logger) }
        return try await visit(meter, bus, configuration, logger)
    }

    private static func visit(
        _ meter: MeterSection, _ section: BusSection, _ configuration: Configuration, _ logger: Logger
    ) async throws(MeterToolError) -> MeterLook {
        guard let address = section.busAddress, let name = meter.profile else {
            throw MeterToolError("The meter \"\(meter.id)\" has no profile or its bus no address.")
        }
        do {
            let profile = try MeterProfile(path: configuration.profilePath(name))
            let bus = Bus(
                name: section.name, address: address, timing: section.timing, clock: ContinuousClock(), logger: logger)
            let polled = PolledMeter(
                id: meter.id, unit: UInt8(clamping: meter.unit), profile: profile, timing: meter.timing)
            let (number, registers) = try await SingleVisit.read(
                profile, unit: polled.unit, timing: polled.timing, on: bus)
            return MeterLook(
                meter: meter.id.rawValue, serialNumber: number, measuredAt: nil, registers: registers.map(Register.init)
            )
        } catch let error as BusError where error == .silent {
            throw MeterToolError(
                "Unit \(meter.unit) does not answer. Check its power, its wires (A and B), its address and the speed.")
        } catch {
            throw MeterToolError("\(error)")
        }
    }

    private static func hear(
        _ meter: MeterSection, _ section: BusSection, _ configuration: Configuration, _ logger: Logger
    ) async throws(MeterToolError) -> MeterLook {
        guard let line = section.telegramLine(clock: ContinuousClock(), logger: logger) else {
            throw MeterToolError("The bus \"\(section.name)\" has no address.")
        }
        do throws(BusError) {
            let end = ContinuousClock.now + .seconds(section.isAsked ? 1 : 40)
            repeat {
                let outcomes =
                    section.isAsked
                    ? [try await line.readOut(meter.number ?? "")] : try await line.listen(within: .seconds(1))
                for case .telegram(let telegram) in outcomes { return MeterLook(meter.id.rawValue, telegram) }
                if section.isAsked, case .damaged(let damage)? = outcomes.first { throw BusError.garbled("\(damage)") }
            } while ContinuousClock.now < end
        } catch {
            throw MeterToolError("\(error)")
        }
        throw MeterToolError("No telegram came within 40 s. Check that the meter talks, and the cable or optical head.")
    }

    /// What stands in a file with the bytes of a line, a recording for instance.
    package static func decode(_ bytes: [UInt8], as kind: BusSection.Kind) -> (looks: [MeterLook], damages: [String]) {
        guard let format = kind.format else { return ([], []) }
        var reader = TelegramReader(format)
        var looks: [MeterLook] = []
        var damages: [String] = []
        var telegrams = 0
        for outcome in reader.feed(bytes) {
            switch outcome {
            case .telegram(let telegram):
                telegrams += 1
                looks.append(MeterLook("telegram \(telegrams)", telegram))
                looks += telegram.attached.map { MeterLook("channel \($0.channel)", $0) }
            case .damaged(let damage): damages.append("\(damage)")
            }
        }
        return (looks, damages)
    }
}

extension MeterLook {
    /// What the daemon read last.
    package init(_ name: String, _ reading: ReadingReport, now: Timestamp) {
        meter = name
        serialNumber = reading.serialNumber
        measuredAt = reading.measuredAt?.description
        registers = reading.registers.map {
            Register(RegisterValue(obis: $0.register, value: $0.value, unit: $0.unit, raw: $0.raw))
        }
        ageSeconds = max(0, (now - reading.at).components.seconds)
    }

    fileprivate init(_ name: String, _ telegram: Telegram) {
        self.init(
            meter: name, serialNumber: telegram.serialNumber, measuredAt: telegram.measuredAt?.description,
            registers: telegram.registers.map(Register.init), notices: telegram.notices.map(\.description))
    }

    fileprivate init(_ name: String, _ attached: AttachedMeter) {
        self.init(
            meter: name, serialNumber: attached.serialNumber, measuredAt: attached.measuredAt?.description,
            registers: attached.registers.map(Register.init))
    }
}
