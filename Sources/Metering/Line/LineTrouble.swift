import Charging
import Logging

/// What is wrong with a line as a whole, told once and not once for each meter on it.
struct LineTrouble: Sendable {
    let bus: String
    let address: BusAddress
    let health: Health?
    let logger: Logger
    /// Why it cannot be opened.
    private(set) var failure: BusError?
    /// How often in a row it broke without an answer in between.
    private(set) var losses = 0
    private var isTold = false

    /// A connection that an idle gateway closes is everyday life; one that breaks at each request is not.
    static let mostLosses = 3

    init(bus: String, address: BusAddress, health: Health?, logger: Logger) {
        self.bus = bus
        self.address = address
        self.health = health
        self.logger = logger
    }

    /// It could not be opened.
    mutating func failed(_ error: BusError) {
        if failure == nil { logger.warning("Line cannot be opened.", metadata: ["reason": "\(error)"]) }
        failure = error
        tell(error)
    }

    mutating func opened() {
        guard failure != nil else { return }
        logger.notice("Line is open again.")
        failure = nil
        if losses < Self.mostLosses { clear() }
    }

    mutating func lost(_ error: BusError) {
        logger.warning("Line broke.", metadata: ["reason": "\(error)"])
        losses += 1
        if losses >= Self.mostLosses { tell(error) }
    }

    mutating func answered() {
        losses = 0
        clear()
    }

    private mutating func tell(_ error: BusError) {
        isTold = true
        health?.raise(condition, .warning, "Bus \(bus) is out of order: \(error).", remedy: remedy)
    }

    private mutating func clear() {
        guard isTold else { return }
        isTold = false
        health?.clear(condition)
    }

    private var condition: String { "bus.\(bus).line" }

    private var remedy: String {
        switch address {
        case .serial(let settings):
            "Plug the adapter in, end the program that uses it, or correct device = \"\(settings.device)\"."
        case .tcp, .rtuOverTCP:
            "Check the power and the network of \(address), and that it lets one more client in."
        }
    }
}
