import OCPP

/// Why a value was sampled.
package struct ReadingContext: Word {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    package static let interruptionBegin = ReadingContext(rawValue: "Interruption.Begin")
    package static let interruptionEnd = ReadingContext(rawValue: "Interruption.End")
    package static let other = ReadingContext(rawValue: "Other")
    package static let sampleClock = ReadingContext(rawValue: "Sample.Clock")
    package static let samplePeriodic = ReadingContext(rawValue: "Sample.Periodic")
    package static let transactionBegin = ReadingContext(rawValue: "Transaction.Begin")
    package static let transactionEnd = ReadingContext(rawValue: "Transaction.End")
    package static let trigger = ReadingContext(rawValue: "Trigger")
}
