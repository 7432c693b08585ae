import Charging
import WebSocket

/// What is to be done about a message of the station, one step after the other.
///
/// What a message means is decided without waiting for anything, and said in these words; the driver does the waiting
/// and hands what came of it to `then`, which knows the next step. A waiting task keeps the memory its deepest wait
/// ever needed, and there are a thousand of them: so all that waits is one small function, and a step is a reference:
/// held in place it would take up room in that function's frame for every case anew, 3.6 KiB together.
indirect enum Errand {
    /// The message has been dealt with.
    case done
    /// The station hears this. `boots` says that from then on it counts as booted; `then` is done after it has heard
    /// it, while the conversation goes on.
    case answer(String, boots: Bool, then: FollowUp? = nil)
    /// The station hears nothing, and the connection is closed.
    case hangUp(CloseCode, reason: String)
    /// The authorizer is asked about a tag. `transaction` is the station's name for the one it was shown for.
    case authorize(tag: String?, evse: Int?, transaction: String? = nil, then: (AuthorizationVerdict) -> Errand)
    /// Others are told what the station said of itself.
    case introduce(Boot, then: () -> Errand)
    /// A certificate is made of a station's signing request.
    case sign(request: String, then: (SigningVerdict) -> Errand)
    /// Time has to pass first.
    case wait(Duration, then: () -> Errand)
    /// The event is recorded if that is possible now.
    case record(Event, then: (RecordingError?) -> Errand)
    /// The event is recorded, even if that takes a while; the station is hung up on if it cannot be.
    case recordPatiently(Event, then: (Answer) -> Errand)
}

/// What is asked of the station once it has heard an answer. The answer to that comes like every other message, so
/// this must not keep the conversation from going on.
indirect enum FollowUp: Sendable {
    /// The certificate it asked for; `use` is what the station said it is for, `request` the number it gave.
    case deliver(chain: String, use: String?, request: Int?)
    /// What it is made of.
    case report
    /// A limit for the transaction that has just begun.
    case profile(ChargingProfile, evse: Int)
}
