package import Charging
package import OCPP

/// How the site is told to a CSMS in OCPP 1.6, whatever the wallbox speaks.
package struct Language16: Language {
    package var dialect: Dialect { .ocpp16 }

    package init() {}

    package func rendering(
        of entry: Entry, session: KnownSession?, isLate: Bool, memory: LaneMemory, preset: Preset
    ) -> Rendering {
        let occasion = Occasion(entry: entry, known: session, isLate: isLate, memory: memory, preset: preset)
        return occasion.taken(occasion.rendering)
    }

    /// An entry that is to be told, and everything that bears on how.
    struct Occasion {
        typealias Figures = Language16.Figures
        typealias Words = Language16.Words

        let entry: Entry
        let known: KnownSession?
        let isLate: Bool
        let memory: LaneMemory
        let preset: Preset
    }
}

extension Language16.Occasion {
    var rendering: Rendering {
        switch entry.fact {
        case .transactionStarted(let started): during(started)
        case .meterReport(let report): known == nil ? outside(report) : during(report)
        case .transactionEnded(let ended): over(ended.end)
        case .sessionFinal(let session): final(session)
        case .reading(let judged): reading(judged)
        case .status(let status): statusChange(status)
        case .dataTransfer(let transfer): vendorMessage(transfer)
        case .security(let event): .messages([OutgoingMessage(.other, Language16.message(event, at: entry.stamp.at))])
        case .notice(let notice): progress(notice)
        case .booted: .nothing("The connection tells of boots itself.")
        default: .nothing("OCPP 1.6 has no message for it.")
        }
    }

    /// Without the messages that the CSMS does not take.
    func taken(_ rendering: Rendering) -> Rendering {
        guard case .messages(let messages) = rendering else { return rendering }
        let taken = messages.filter { takes($0.action) }
        guard taken.isEmpty, let first = messages.first else { return .messages(taken) }
        return .nothing("The CSMS does not take \(first.action).")
    }

    func takes(_ action: String) -> Bool { preset.takes(action) && !memory.leftOut.contains(action) }
}
