import OCPP
import WebSocket

/// One connection of a station to a simulated CSMS.
final class CSMSVisit: Sendable {
    let station: String
    let dialect: Dialect
    let connection: Connection
    /// Makes the calls of the CSMS.
    let caller: Caller

    init(station: String, dialect: Dialect, connection: Connection, clock: any Clock<Duration>) {
        self.station = station
        self.dialect = dialect
        self.connection = connection
        caller = Caller(
            sender: CSMSVoice(connection: connection), dialect: dialect, clock: clock, timeout: .seconds(30))
    }
}

/// What a visit is doing at the moment.
struct CSMSVisitState: Sendable {
    let visit: CSMSVisit
    /// A call of the station whose answer is on its way.
    var unanswered: MessageID?
    /// Calls of the CSMS that wait for their answers.
    var asked = 0
    /// It is heard no more.
    var isFrozen = false
}

private struct CSMSVoice: TextSender {
    let connection: Connection

    func send(_ text: String) async throws { try await connection.send(text) }
}
