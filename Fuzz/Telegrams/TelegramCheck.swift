import Charging
package import Telegrams

/// What must hold of a telegram, whatever bytes it was made of.
package enum TelegramCheck {
    package static func holds(for telegram: Telegram) -> Bool {
        Set(telegram.registers.map(\.obis)).count == telegram.registers.count
    }
}
