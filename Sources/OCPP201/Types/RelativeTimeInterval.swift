/// A stretch of time.
package struct RelativeTimeInterval: Codable, Hashable, Sendable {
    /// Seconds from now.
    package var start: Int
    /// Seconds.
    package var duration: Int?

    package init(start: Int, duration: Int? = nil) {
        self.start = start
        self.duration = duration
    }
}
