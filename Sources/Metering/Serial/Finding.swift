import Charging
import Telegrams

/// Why a meter that should talk by itself is not heard, as far as the line tells.
struct Finding: Hashable, Sendable {
    let silence: MeterSilence.Reason
    let reason: String
    let remedy: String

    init(
        on line: TelegramFormat, before: TelegramLine.Tally, now: TelegramLine.Tally, failure: BusError?,
        damage: TelegramDamage?
    ) {
        if let failure {
            silence = failure.silence
            reason = "\(failure)"
            remedy = "Check that the adapter or the network is plugged in and that its name is right."
        } else if now.bytes == before.bytes {
            silence = .unanswered
            reason = "nothing comes over the line"
            remedy = Self.check(silent: line)
        } else if let damage {
            silence = .garbled
            (reason, remedy) = ("what comes is damaged", "\(damage)")
        } else if now.telegrams > before.telegrams {
            silence = .unanswered
            reason = "the telegrams on the line say nothing of it"
            remedy = "Check `channel` of the meter."
        } else {
            silence = .garbled
            reason = "what comes is no telegram"
            remedy =
                "Check the baud rate, the parity and the protocol of the bus, and that the cable inverts the "
                + "signal where it has to."
        }
    }

    private static func check(silent line: TelegramFormat) -> String {
        switch line {
        case .p1: "Check that the meter's P1 port is switched on, and that the cable raises its request line."
        case .sml, .d0: "Check that the optical head sits on the meter, and that the meter talks by itself."
        }
    }
}
