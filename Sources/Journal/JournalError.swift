/// Why the journal cannot do what it was asked to, and what a person can do about it.
package struct JournalError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Reason: Hashable, Sendable {
        /// The file cannot be opened or created.
        case unavailable
        /// Another process has the file open.
        case inUse
        /// The file belongs to another program, or is no database.
        case foreign
        /// A newer version of this program wrote the file.
        case newer
        /// What is in the file cannot be read.
        case damaged
        /// The disk is full, read-only or broken.
        case storage
        /// The caller asked for something that makes no sense.
        case misuse
        /// The journal is closed.
        case stopped
    }

    package var reason: Reason
    /// What is wrong, as a sentence.
    package var message: String
    /// What to do, as a sentence.
    package var hint: String

    package var description: String { "\(message) \(hint)" }
}
