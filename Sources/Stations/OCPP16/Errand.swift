import Charging
import WebSocket

/// What is to be done about a message of the station, one step after the other.
///
/// What a message means is decided without waiting for anything, and said in these words; the driver does the waiting
/// and hands what came of it to `then`, which knows the next step. A waiting task keeps the memory its deepest wait
/// ever needed, and there are a thousand of them: so all that waits is one small function.
enum Errand {
    /// The message has been dealt with.
    case done
    /// The station hears this. `boots` says that from then on it counts as booted.
    case answer(String, boots: Bool)
    /// The station hears nothing, and the connection is closed.
    case hangUp(CloseCode, reason: String)
    /// The authorizer is asked about a tag.
    case authorize(tag: String?, evse: Int?, then: (AuthorizationVerdict) -> Errand)
    /// Others are told what the station said of itself.
    indirect case introduce(Boot, then: () -> Errand)
    /// The event is recorded if that is possible now.
    case record(Event, then: (RecordingError?) -> Errand)
    /// The event is recorded, even if that takes a while; the station is hung up on if it cannot be.
    case recordPatiently(Event, then: (Answer) -> Errand)
}
