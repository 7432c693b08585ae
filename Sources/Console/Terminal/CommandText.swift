package import Charging

/// What a station made of a command, on a terminal.
package struct CommandText: Sendable {
    private let result: CommandResult
    private let station: String
    private let terminal: Terminal

    package init(_ result: CommandResult, at station: String, for terminal: Terminal) {
        self.result = result
        self.station = station
        self.terminal = terminal
    }

    package var lines: [String] {
        let unknown = result.unknownKeys.map { terminal.clean("Not known to it: \($0)") }
        let words = "Station \(station) answers: \(result.status)\(meaning)"
        let isTold = result.configuration.isEmpty && schedule.isEmpty && certificates.isEmpty
        return settings + unknown + schedule + certificates
            + (isTold || !result.isAgreement ? [terminal.tinted(terminal.clean(words), tone)] : []) + details
    }

    private var settings: [String] {
        var table = Table("SETTING", "VALUE", "CHANGED BY")
        for setting in result.configuration {
            table.add("\(setting.key)", "\(setting.value ?? "")", setting.readonly ? "the station only" : "anybody")
        }
        return table.lines(for: terminal)
    }

    private var schedule: [String] {
        guard let schedule = result.schedule else { return [] }
        var table = Table("FROM", .number("LIMIT"), "PHASES")
        for period in schedule.periods {
            let from = schedule.start + .seconds(period.startSeconds)
            table.add(
                "\(from.local(now: schedule.start))",
                "\(period.limit.map { "\($0) \(schedule.unit.rawValue)" } ?? "none")",
                "\(period.phases.map(String.init) ?? "")")
        }
        let place = schedule.evse == 0 ? "The whole station" : "EVSE \(schedule.evse)"
        let end = (schedule.start + .seconds(schedule.durationSeconds)).local(now: schedule.start)
        return [terminal.clean("\(place), until \(end):")] + table.lines(for: terminal)
    }

    private var certificates: [String] {
        guard let certificates = result.certificates else { return [] }
        var table = Table("USE", "NAME")
        for certificate in certificates {
            table.add("\(certificate.use?.words ?? "another")", "\(certificate.name.words)")
        }
        return table.lines(for: terminal)
    }

    private var details: [String] {
        var details: [String] = []
        if let reason = result.reason, !reason.isEmpty { details.append("Its reason: \(reason)") }
        if let version = result.listVersion { details.append(listWords(version)) }
        if let file = result.fileName { details.append("The file: \(file)") }
        if let remark = result.remark { details.append(remark) }
        if let data = result.data { details.append(data) }
        return details.map(terminal.clean)
    }

    private func listWords(_ version: Int) -> String {
        switch version {
        case ..<0: "It keeps no list of tags."
        case 0: "Its list of tags is empty."
        default: "Its list of tags has version \(version)."
        }
    }

    private var tone: Tone { result.isAgreement ? .free : .faulty }

    private var meaning: String {
        switch result.status {
        case "Scheduled": ". It will do so when its transactions are over."
        case "RebootRequired": ". It takes effect after a restart: ohmstead send \(station) reset"
        case "NotSupported", "NotImplemented", "UnknownMessageId", "UnknownVendorId": ". It does not know this."
        default: "."
        }
    }
}

extension CommandResult {
    /// The station does, or will do, what was asked (the statuses of OCPP 1.6, section 7, and of OCPP 2.0.1).
    package var isAgreement: Bool {
        ["Accepted", "AcceptedCanceled", "Scheduled", "RebootRequired", "Unlocked"].contains(status)
    }
}

extension CertificateUse {
    /// As people write it in a command.
    package var words: String {
        switch self {
        case .csmsRoot: "csms-root"
        case .manufacturerRoot: "manufacturer-root"
        case .v2gRoot: "v2g-root"
        case .moRoot: "mo-root"
        }
    }

    package init?(words: String) {
        guard let use = Self.allCases.first(where: { $0.words == words.lowercased() }) else { return nil }
        self = use
    }
}
