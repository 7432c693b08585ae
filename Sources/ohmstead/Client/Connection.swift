import ArgumentParser
import FoundationEssentials

/// How a command reaches the daemon, and how it shows the answer.
struct Connection: ParsableArguments {
    @Option(help: "The socket of the daemon: console.socket in its configuration.")
    var socket = ProcessInfo.processInfo.environment["OHMSTEAD_SOCKET"] ?? "/run/ohmstead/ohmstead.sock"

    @Flag(help: "Answer in JSON, for programs.")
    var json = false

    var client: ControlClient { ControlClient(socket: socket) }
}
