import Charging
import Telegrams

/// What a telegram has of one meter.
struct TelegramPart {
    var serialNumber: String?
    var measuredAt: Timestamp?
    var secondsCounted: UInt32?
    var registers: [RegisterValue]

    /// The part as it is recorded; `moment` is when it came.
    func reading(of meter: MeterID, at moment: Timestamp, by format: TelegramFormat) -> MeterReading {
        MeterReading(
            meter: meter, serialNumber: serialNumber, at: moment, registers: registers, origin: format.origin,
            measuredAt: measuredAt, secondsIndex: secondsCounted.map(Int64.init))
    }
}

extension Telegram {
    /// The meter itself, or what hangs on a channel of it; `nil` where nothing does.
    func part(of channel: Int?) -> TelegramPart? {
        guard let channel else {
            return TelegramPart(
                serialNumber: serialNumber, measuredAt: measuredAt, secondsCounted: secondsCounted,
                registers: registers)
        }
        return attached.first { Int($0.channel) == channel }.map {
            TelegramPart(serialNumber: $0.serialNumber, measuredAt: $0.measuredAt, registers: $0.registers)
        }
    }
}

extension TelegramFormat {
    fileprivate var origin: ReadingOrigin {
        switch self {
        case .p1: .p1
        case .sml: .sml
        case .d0: .d0
        }
    }
}
