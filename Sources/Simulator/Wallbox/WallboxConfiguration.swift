package import WebSocket

extension SimulatedWallbox {
    /// What a simulated wallbox is, and what it will do.
    package struct Configuration: Sendable {
        /// The identity it connects with.
        package var id: String
        /// The endpoint without the identity: `ws://127.0.0.1:9000/ocpp`.
        package var url: String
        /// For HTTP Basic, as the bytes that are sent; `nil` sends no header.
        package var password: [UInt8]?
        /// For `wss://`: whom it believes, and its own certificate. `nil` trusts what the operating system does.
        package var tls: DialerTLS?
        package var connectors: Int
        package var plan: ChargingPlan
        /// Equal seeds make equal choices.
        package var seed: UInt64
        package var faults: Faults
        package var vendor = "Ohmstead"
        package var model = "Simulated"
        /// What the meters of the connectors show at first, in Wh.
        package var firstRegister: Int64 = 1_000_000
        /// What a car draws that is started from afar.
        package var remoteWatts: Int64 = 11_000
        /// How long an answer is waited for, and a connection.
        package var messageTimeout: Duration = .seconds(30)
        /// The shortest and the longest wait before dialling again.
        package var reconnectAfter: ClosedRange<Duration> = .seconds(1) ... .seconds(30)
        /// The `MeterValueSampleInterval` it starts with, in seconds.
        package var sampleInterval = 60
        /// The `TransactionMessageRetryInterval` it starts with, in seconds.
        package var retryInterval = 10
        /// Whether `truth` keeps every acknowledged message; a simulation that runs for days should not.
        package var keepsMessages = true

        package init(
            id: String, url: String, password: String? = nil, connectors: Int = 1, plan: ChargingPlan = .idle,
            seed: UInt64 = 0, faults: Faults = .none
        ) {
            self.id = id
            self.url = url
            self.password = password.map { Array($0.utf8) }
            self.connectors = connectors
            self.plan = plan
            self.seed = seed
            self.faults = faults
        }
    }

    /// What goes wrong, as the chance of it with every message, from 0 to 1.
    package struct Faults: Sendable {
        /// The link is cut right after a message was sent, before its answer.
        package var dropLink = 0.0
        /// The power is cut right after a message was sent; the wallbox boots again.
        package var losePower = 0.0
        /// A transaction message that was answered is told again.
        package var duplicate = 0.0
        /// A command is answered late.
        package var delayAnswer = 0.0
        package var answerDelay: Duration = .seconds(5)
        /// A message that is told again gets a new id.
        package var freshID = 0.5
        /// How long the wallbox is away after a cut.
        package var outage: ClosedRange<Duration> = .seconds(1) ... .seconds(20)

        package init() {}

        package static let none = Faults()
    }
}
