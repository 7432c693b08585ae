import Charging
import Telegrams

/// What becomes of one meter that talks by itself: its readings on the way to the record, and whether it fell silent.
struct Watch {
    let meter: PushedMeter
    let line: TelegramFormat
    let desk: Desk
    private var account: MeterAccount
    private var selection: Selection
    private let elapsed: @Sendable () -> Duration
    private var lastTold = Duration.zero
    private var tallyThen = TelegramLine.Tally()
    private var lastDamage: TelegramDamage?

    /// The slowest of these meters talk every ten seconds; where readings are wanted less often, this is still a fault.
    static let silence = Duration.seconds(60)

    init(meter: PushedMeter, line: TelegramLine, desk: Desk) {
        self.meter = meter
        self.line = line.kind
        self.desk = desk
        account = MeterAccount(meter: meter.id, line: line.name, desk: desk)
        selection = Selection(interval: meter.interval)
        elapsed = stopwatch(desk.clock)
    }

    mutating func take(_ hearing: Hearing) async {
        if let damage = hearing.damage { lastDamage = damage }
        for telegram in hearing.telegrams {
            guard let part = telegram.part(of: meter.channel) else { continue }
            lastTold = elapsed()
            tallyThen = hearing.tally
            lastDamage = nil
            account.answers()
            account.identify(as: part.serialNumber)
            if meter.channel == nil { account.show(telegram.notices.first.map { ($0.summary, $0.remedy) }) }
            let at = desk.wallClock.now.at
            guard !part.registers.isEmpty, selection.takes(telegramAt: at) else { continue }
            await account.record(part.reading(of: meter.id, at: at, by: line))
        }
        await suspectSilence(hearing)
    }

    private mutating func suspectSilence(_ hearing: Hearing) async {
        guard !account.isSilent, elapsed() - lastTold >= Self.silence else { return }
        let finding = Finding(
            on: line, before: tallyThen, now: hearing.tally, failure: hearing.failure, damage: lastDamage)
        account.isSilent(because: finding.reason, remedy: finding.remedy)
        await account.recordSilence(finding.silence, finding.reason)
    }
}
