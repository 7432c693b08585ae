/// What the stations of a run do.
enum Purpose: String, Sendable {
    /// They boot, start a transaction and send MeterValues.
    case send
    /// They boot, report their status, and then say nothing.
    case hold
    /// The same, all at once; who fails comes again, as a wallbox does. It ends when all of them are through.
    case storm
    /// They connect and become WebSockets, and that is all.
    case handshakes
}

/// What the command line asks for.
struct LoadOptions: Sendable {
    var purpose = Purpose.send
    var host = "127.0.0.1"
    var port = 9000
    /// What stands before the station's id in the URL.
    var path = "/ocpp/"
    var stations = 1
    /// How long messages are counted.
    var seconds = 10
    /// How long messages flow before they are counted.
    var warmUpSeconds = 1
    /// Messages a second over all stations; 0 means as many as one outstanding call per station allows.
    var rate = 0
    /// The peer returns what it gets, so any text frame is an answer.
    var echo = false
    /// What station ids begin with.
    var prefix = "LOAD"
    /// How many stations connect at the same time; `nil` is all of them in a storm, else 32.
    var atOnce: Int?
    /// Whether `wss://` is spoken.
    var tls = false
    /// The file with the root that the server's certificate must come from; `nil` takes any certificate.
    var ca: String?
    /// What every station brings as its password, if anything.
    var password: String?
}

enum Command: Sendable {
    case load(LoadOptions)
    case echoServer(port: Int)

    static let usage = """
        ohmstead-load: drives a central system with stations, and prints what it measured as JSON.

          ohmstead-load [--do send] [--host 127.0.0.1] [--port 9000] [--path /ocpp/] [--stations 1] [--seconds 10]
                        [--warm-up 1] [--rate 0] [--prefix LOAD] [--echo yes] [--at-once 32] [--tls yes [--ca FILE]]
                        [--password TEXT]
          ohmstead-load echo-server [--port 0]

        What the stations do:
          send        boot, start a transaction and send MeterValues. Without a rate each station sends its next
                      message when the last one is answered. With one, messages are due at a fixed total rate, and
                      latency counts from the moment a message was due.
          hold        boot, report their status, and say nothing for so many seconds; the figures come before these.
          storm       boot and report their status, all at once, and come again where that fails.
          handshakes  connect and become WebSockets.

        With TLS and without a root the server's certificate is not looked at.
        """

    init(_ arguments: [String]) throws(UsageError) {
        guard arguments.first == "echo-server" else {
            self = .load(try LoadOptions(arguments))
            return
        }
        self = .echoServer(port: try LoadOptions(["--port", "0"] + arguments.dropFirst()).port)
    }
}

struct UsageError: Error {
    var message: String
}

extension LoadOptions {
    init(_ arguments: [String]) throws(UsageError) {
        var rest = arguments[...]
        while let name = rest.popFirst() {
            guard let value = rest.popFirst() else { throw UsageError(message: "\(name) needs a value.") }
            switch name {
            case "--host": host = value
            case "--port": port = try Self.number(name, value, in: 0...65535)
            case "--path": path = value
            case "--stations": stations = try Self.number(name, value, in: 1...20_000)
            case "--seconds": seconds = try Self.number(name, value, in: 1...3600)
            case "--warm-up": warmUpSeconds = try Self.number(name, value, in: 0...60)
            case "--rate": rate = try Self.number(name, value, in: 0...1_000_000)
            case "--prefix": prefix = value
            case "--echo": echo = value == "yes"
            case "--at-once": atOnce = try Self.number(name, value, in: 1...20_000)
            case "--tls": tls = value == "yes"
            case "--ca": ca = value
            case "--password": password = value
            case "--do":
                guard let purpose = Purpose(rawValue: value) else {
                    throw UsageError(message: "--do takes send, hold, storm or handshakes.")
                }
                self.purpose = purpose
            default: throw UsageError(message: "\(name) is not an option.")
            }
        }
    }

    private static func number(_ name: String, _ text: String, in range: ClosedRange<Int>) throws(UsageError) -> Int {
        guard let number = Int(text), range.contains(number) else {
            throw UsageError(message: "\(name) takes a number from \(range.lowerBound) to \(range.upperBound).")
        }
        return number
    }
}
