package import Charging

/// Something worth a line of its own when one watches a simulated wallbox.
package struct WallboxEvent: Sendable, CustomStringConvertible {
    package enum Kind: Hashable, Sendable {
        case connected
        /// The link is gone, or could not be made; the text says why.
        case disconnected(String)
        case booted
        case pluggedIn(connector: Int)
        case started(connector: Int, tag: String)
        /// The energy is in Wh.
        case stopped(connector: Int, energy: Int64, lasted: Duration, reason: String)
        case unplugged(connector: Int)
        case refused(connector: Int, tag: String)
        /// A command came and was answered like this.
        case commanded(action: String, answer: String)
        case lostPower
    }

    package var wallbox: String
    package var at: Timestamp
    package var kind: Kind

    package var description: String { "\(wallbox): \(words)" }

    private var words: String {
        switch kind {
        case .connected: "connected"
        case .disconnected(let why): "disconnected, \(why)"
        case .booted: "booted"
        case .pluggedIn(let connector): "a car is plugged in at connector \(connector)"
        case .started(let connector, let tag): "connector \(connector) charges for \(tag)"
        case .stopped(let connector, let energy, let lasted, let reason):
            "connector \(connector) charged \(energy) Wh in \(lasted.components.seconds / 60) min, ended by \(reason)"
        case .unplugged(let connector): "the car left connector \(connector)"
        case .refused(let connector, let tag): "\(tag) may not charge at connector \(connector)"
        case .commanded(let action, let answer): "\(action) was answered with \(answer)"
        case .lostPower: "lost its power"
        }
    }
}
