package import Charging
package import Gateway

// The words people read, the same on the page and in the terminal.

/// How something looks at a glance, beside its words.
package enum Tone: String, Codable, Sendable {
    case free, busy, waiting, faulty, off
}

extension ConnectorState {
    package var words: String {
        switch self {
        case .available: "Free"
        case .preparing: "Plugged in"
        case .charging: "Charging"
        case .suspendedEV: "Paused by the car"
        case .suspendedEVSE: "Paused by the station"
        case .finishing: "Finished, plugged in"
        case .reserved: "Reserved"
        case .unavailable: "Out of service"
        case .faulted: "Faulty"
        case .occupied: "Plugged in"
        }
    }

    package var tone: Tone {
        switch self {
        case .available: .free
        case .charging: .busy
        case .preparing, .suspendedEV, .suspendedEVSE, .finishing, .reserved, .occupied: .waiting
        case .faulted: .faulty
        case .unavailable: .off
        }
    }
}

extension StatusReport.Uplink.State {
    package var words: String {
        switch self {
        case .idle: "Up to date"
        case .gathering: "Gathering"
        case .sending: "Sending"
        case .waiting: "Will try again"
        case .stopped: "Needs you"
        }
    }

    package var tone: Tone {
        switch self {
        case .idle: .free
        case .gathering, .sending: .busy
        case .waiting: .waiting
        case .stopped: .faulty
        }
    }
}

extension SessionFlag {
    package var words: String {
        switch self {
        case .startUnknown: "start not told"
        case .stopUnknown: "stop not told"
        case .matchedWithoutID: "matched without an id"
        case .clockSuspect: "station's clock wrong"
        case .zoneAssumed: "no time zone told"
        case .zoneCorrected: "time zone put right"
        case .clockUntrusted: "box's clock not synchronised"
        case .derived: "seen by its meter"
        case .plugTimesUnknown: "plug times not seen"
        case .meterUnavailable: "meter not available"
        case .meterGap: "meter silent for a while"
        case .meterReset: "meter was reset"
        case .meterRollover: "meter started again at 0"
        case .meterExchanged: "meter was exchanged"
        case .meterShared: "meter shared by two connectors"
        case .registerBackwards: "register ran backwards"
        case .unitSuspect: "Wh and kWh may be confused"
        case .unauthorized: "tag not accepted"
        case .messagesMissing: "some messages never came"
        }
    }
}
