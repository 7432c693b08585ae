package import OCPP

/// Values that a station reports without end and without waiting for an answer. OCPP 2.1, functional block N.
package struct NotifyPeriodicEventStream: Notice, Hashable {
    package static let action = "NotifyPeriodicEventStream"
    package var id: Int
    /// How many values wait to be sent.
    package var pending: Int
    /// ISO 8601; what the values' times count from.
    package var basetime: String
    package var data: [StreamedValue]

    package init(id: Int, pending: Int, basetime: String, data: [StreamedValue]) {
        self.id = id
        self.pending = pending
        self.basetime = basetime
        self.data = data
    }
}

/// One value of a stream.
package struct StreamedValue: Codable, Hashable, Sendable {
    /// Seconds after the stream's base time.
    package var t: NumberText
    /// At most 2500 characters.
    package var v: String

    package init(t: NumberText, v: String) {
        self.t = t
        self.v = v
    }
}
