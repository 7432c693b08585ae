/// Why something about passwords and certificates did not happen.
package struct SecurityRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Kind: String, Hashable, Sendable {
        case unknownStation = "unknown-station"
        case unknownCertificate = "unknown-certificate"
        /// It cannot be as things are; the message says what is missing.
        case notPossible = "not-possible"
        /// The station said no, or nothing.
        case stationRefused = "station-refused"
        case internalTrouble = "internal"
    }

    package var kind: Kind
    /// As a sentence.
    package var message: String
    /// What to do, as a sentence.
    package var remedy: String

    /// The station may have heard what it was told, and may do it yet.
    package var mayHappenYet = false

    package init(_ kind: Kind, _ message: String, _ remedy: String, mayHappenYet: Bool = false) {
        self.mayHappenYet = mayHappenYet
        self.kind = kind
        self.message = message
        self.remedy = remedy
    }

    package var description: String { "\(message) \(remedy)" }
}
