/// How a device on a line wants to be asked. What is `nil` is as for the whole bus.
package struct DeviceTiming: Hashable, Sendable {
    /// How long it may take to answer; 10 ms to 60 s.
    package var timeout: Duration?
    /// How often a request is repeated in the same visit; 0 to 5. A device that is silent anyway gets no repetition.
    package var retries: Int?
    /// The rest it needs, and with it the line, after each request; up to 5 s.
    package var pause: Duration?

    package init(timeout: Duration? = nil, retries: Int? = nil, pause: Duration? = nil) {
        self.timeout = timeout.map { min(max($0, .milliseconds(10)), .seconds(60)) }
        self.retries = retries.map { min(max($0, 0), 5) }
        self.pause = pause.map { min(max($0, .zero), .seconds(5)) }
    }

    /// This, and where it says nothing the other.
    package func or(_ other: DeviceTiming) -> DeviceTiming {
        DeviceTiming(
            timeout: timeout ?? other.timeout, retries: retries ?? other.retries, pause: pause ?? other.pause)
    }

    var withoutRetries: DeviceTiming { DeviceTiming(timeout: timeout, retries: 0, pause: pause) }
}

/// The same with nothing left open.
struct SettledTiming: Sendable {
    var timeout = Duration.milliseconds(500)
    var retries = 1
    var pause = Duration.zero

    /// What a timing leaves open is as here; the line's own pause is the least, since a gateway may need it.
    func changed(by timing: DeviceTiming) -> SettledTiming {
        SettledTiming(
            timeout: timing.timeout ?? timeout, retries: timing.retries ?? retries,
            pause: max(timing.pause ?? .zero, pause))
    }
}
