import Charging
import Testing

@testable import Telegrams

@Suite struct TelegramTests {
    @Test func `a register is found by its name`() {
        let telegram = Telegram(
            serialNumber: nil, measuredAt: nil,
            registers: [.init(obis: .energyImport, value: ExactDecimal(1234), unit: "Wh", raw: "")])
        #expect(telegram[.energyImport] == ExactDecimal(1234))
        #expect(telegram[.energyExport] == nil)
    }
}
