import Charging

/// What a load draws over time, in steps.
package struct LoadCurve: Hashable, Sendable {
    package struct Step: Hashable, Sendable {
        package var duration: Duration
        /// Negative feeds in.
        package var watts: Int64

        package init(_ duration: Duration, watts: Int64) {
            self.duration = duration
            self.watts = watts
        }
    }

    package let steps: [Step]
    /// After the last step it starts again; otherwise nothing is drawn from then on.
    package let repeats: Bool

    /// Each step lasts at least a millisecond.
    package init(_ steps: [Step], repeats: Bool = false) {
        precondition(steps.allSatisfy { $0.duration >= .milliseconds(1) }, "a step lasts at least a millisecond")
        self.steps = steps
        self.repeats = repeats
    }

    /// The same for ever.
    package static func constant(watts: Int64) -> LoadCurve {
        LoadCurve([Step(.seconds(3600), watts: watts)], repeats: true)
    }

    /// A car that comes, charges with 11 kW, tapers off while its battery fills, and leaves; again and again.
    package static let visitingCar = LoadCurve(
        [
            Step(.seconds(300), watts: 4), Step(.seconds(2400), watts: 11_040), Step(.seconds(300), watts: 5520),
            Step(.seconds(120), watts: 1380), Step(.seconds(1200), watts: 4),
        ], repeats: true)

    /// What is drawn at a moment after the beginning, and how long it stays so; `nil` for ever.
    func watts(after elapsed: Int64) -> (watts: Int64, remaining: Int64?) {
        let period = steps.reduce(0) { $0 + $1.duration.microseconds }
        guard period > 0, repeats || elapsed < period else { return (0, nil) }
        var moment = elapsed % period
        for step in steps {
            let length = step.duration.microseconds
            if moment < length { return (step.watts, length - moment) }
            moment -= length
        }
        return (0, nil)
    }
}
