/// Why a batch could not be delivered now. Nothing is lost by it: the entries stay where they are.
package struct DeliveryError: Error, Hashable, Sendable {
    /// What to do until the next attempt.
    package enum Course: Hashable, Sendable {
        /// It may pass at any moment: try again, ever more rarely.
        case backOff
        /// It will pass at a known moment.
        case wait(Duration)
        /// It will pass with an entry to come, and at the latest after this long.
        case listen(atMost: Duration)
        /// A person has to do something; look again after this long whether it was done.
        case needsPerson(lookAgainAfter: Duration)
        /// The program is about to end.
        case stopped
    }

    package var course: Course
    package var trouble: Trouble

    package init(_ course: Course, _ trouble: Trouble) {
        self.course = course
        self.trouble = trouble
    }
}

/// What is wrong with an uplink, in words for a person.
package struct Trouble: Hashable, Sendable {
    /// Names it for programs: the last part of the health condition `uplink.<name>.<code>`.
    package var code: String
    package var summary: String
    package var remedy: String

    package init(_ code: String, _ summary: String, remedy: String) {
        self.code = code
        self.summary = summary
        self.remedy = remedy
    }
}
