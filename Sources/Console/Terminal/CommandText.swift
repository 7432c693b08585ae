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
        var table = Table("SETTING", "VALUE", "CHANGED BY")
        for setting in result.configuration {
            table.add("\(setting.key)", "\(setting.value ?? "")", setting.readonly ? "the station only" : "anybody")
        }
        let unknown = result.unknownKeys.map { terminal.clean("Not known to it: \($0)") }
        let data = result.data.map { [terminal.clean($0)] } ?? []
        let words = "Station \(station) answers: \(result.status)\(meaning)"
        return table.lines(for: terminal) + unknown + data
            + (result.configuration.isEmpty ? [terminal.tinted(terminal.clean(words), tone)] : [])
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
    /// The station does, or will do, what was asked (the statuses of OCPP 1.6, section 7).
    package var isAgreement: Bool {
        ["Accepted", "Scheduled", "RebootRequired", "Unlocked"].contains(status)
    }
}
