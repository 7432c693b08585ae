/// How a line is doing, for people: since the daemon started where nothing else is said.
package struct BusStatistics: Hashable, Codable, Sendable {
    package struct Counts: Hashable, Codable, Sendable {
        /// Sent, repetitions included.
        package var requests = 0
        package var answers = 0
        /// Nobody answered in time.
        package var silences = 0
        /// A wrong checksum, another unit, another length.
        package var garbled = 0
        /// The device answered that it will not.
        package var exceptions = 0
    }

    package struct Device: Hashable, Codable, Sendable {
        package var unit: UInt8
        package var counts = Counts()
        /// From a request's first byte to its answer's last, the median of the last 64, in milliseconds.
        package var medianMilliseconds: Double?
        /// How long ago it answered last, in seconds; `nil` when it never did.
        package var secondsSinceAnswer: Double?
    }

    package var counts = Counts()
    /// How often the line was opened.
    package var openings = 0
    /// The part of the last one to two minutes in which the line was not free, 0 to 1.
    package var utilisation = 0.0
    /// By their unit.
    package var devices: [Device] = []
}
