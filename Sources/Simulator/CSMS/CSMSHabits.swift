package import OCPP

/// How one kind of CSMS behaves, as data.
package struct CSMSHabits: Hashable, Sendable {
    package var name: String
    /// The versions it speaks. The station's own order counts.
    package var dialects: [Dialect]
    /// The messages it takes; the others are answered with NotImplemented. `nil` takes all of them.
    package var takes: Set<String>?
    /// The last part of the path is a secret that stands for the station, and no other proof is asked for.
    package var identifiesByToken = false
    /// What it says of a tag that is not among its verdicts, in the word of OCPP.
    package var unknownTag = "Accepted"
    /// A start for a tag that may not charge is answered with a transaction id of 0, and is no transaction (1.6).
    package var refusesByZero = false
    /// While it waits for an answer of a station, it takes no call of that station.
    package var takesTurns = false
    /// A start at a connector whose status it never heard is answered as if all were well, and thrown away.
    package var needsStatusFirst = false
    /// A station that went away without a word is answered with 401 for so long, because it is believed to be there.
    package var earlyReturnWindow = Duration.zero
    /// A start that is told again becomes another transaction (1.6).
    package var isForgetful = false
    /// Values and stops of transactions it does not know are errors to it (1.6); otherwise they are taken and thrown away.
    package var refusesUnknown = false
    /// Seconds between heartbeats.
    package var heartbeatInterval = 300

    package init(name: String, dialects: [Dialect]) {
        self.name = name
        self.dialects = dialects
    }

    package static let generic16 = Self(name: "generic", dialects: [.ocpp16])
    package static let generic201 = Self(name: "generic", dialects: [.ocpp201, .ocpp21])

    package static var chargeReport: Self {
        var habits = Self(name: "chargereport", dialects: [.ocpp16])
        habits.takes = ["BootNotification", "Heartbeat", "StartTransaction", "StopTransaction", "MeterValues"]
        habits.identifiesByToken = true
        return habits
    }

    package static var joulo: Self {
        var habits = Self(name: "joulo", dialects: [.ocpp16])
        habits.takes = [
            "BootNotification", "Heartbeat", "StatusNotification", "Authorize", "StartTransaction", "StopTransaction",
            "MeterValues", "DataTransfer",
        ]
        return habits
    }

    package static var citrine: Self {
        var habits = Self(name: "citrineos", dialects: [.ocpp16, .ocpp201])
        // Of every start it makes a new transaction.
        habits.isForgetful = true
        habits.refusesByZero = true
        habits.takesTurns = true
        habits.needsStatusFirst = true
        habits.earlyReturnWindow = .seconds(120)
        return habits
    }

    package static var steve: Self {
        var habits = Self(name: "steve", dialects: [.ocpp16])
        habits.unknownTag = "Invalid"
        habits.refusesUnknown = true
        return habits
    }

    func takes(_ action: String) -> Bool { takes?.contains(action) ?? true }
}

extension CSMSHabits {
    /// By the names that presets have in the configuration.
    package static let presets: [String: CSMSHabits] = [
        "generic": .generic16, "chargereport": .chargeReport, "joulo": .joulo, "citrineos": .citrine, "steve": .steve,
    ]

    /// The same where only these versions are spoken.
    package func speaking(_ dialects: [Dialect]) -> CSMSHabits {
        var habits = self
        habits.dialects = dialects
        return habits
    }

    /// The habits of a preset that speaks the version as people write it; `nil` where there is none of that name.
    package static func named(_ preset: String, version: String) -> CSMSHabits? {
        let dialects: [String: [Dialect]] = ["1.6": [.ocpp16], "2.0.1": [.ocpp201], "2.1": [.ocpp21]]
        return dialects[version].flatMap { presets[preset]?.speaking($0) }
    }
}
