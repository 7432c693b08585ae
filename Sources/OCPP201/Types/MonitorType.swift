package import OCPP

/// What a monitor watches for.
package struct MonitorType: Word {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    package static let upperThreshold = MonitorType(rawValue: "UpperThreshold")
    package static let lowerThreshold = MonitorType(rawValue: "LowerThreshold")
    package static let delta = MonitorType(rawValue: "Delta")
    package static let periodic = MonitorType(rawValue: "Periodic")
    package static let periodicClockAligned = MonitorType(rawValue: "PeriodicClockAligned")
    package static let targetDelta = MonitorType(rawValue: "TargetDelta")
    package static let targetDeltaRelative = MonitorType(rawValue: "TargetDeltaRelative")

    package static func words(in dialect: Dialect) -> Set<Self>? {
        let words: Set<Self> = [upperThreshold, lowerThreshold, delta, periodic, periodicClockAligned]
        return dialect == .ocpp21 ? words.union([targetDelta, targetDeltaRelative]) : words
    }
}
