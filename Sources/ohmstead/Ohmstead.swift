import ArgumentParser
import Gateway

/// The program. Each subcommand has a file of its own; the daemon and what tries it out stand first.
@main
struct Ohmstead: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ohmstead",
        abstract: "Brings what wallboxes and meters tell safely to the clouds.",
        version: Gateway.version,
        groupedSubcommands: [
            CommandGroup(name: "THE DAEMON", subcommands: [Run.self, Check.self]),
            CommandGroup(
                name: "THE SITE",
                subcommands: [
                    Status.self, Sessions.self, Meters.self, Readings.self, Tags.self, Reservations.self, Uplinks.self,
                ]),
            CommandGroup(
                name: "THE STATIONS", subcommands: [Claim.self, Password.self, Send.self, Variables.self]),
            CommandGroup(name: "WHO MAY CONNECT", subcommands: [Security.self, Certificates.self]),
            CommandGroup(name: "TO TRY IT", subcommands: [Demo.self, Simulate.self, Profile.self]),
        ])

    static func main() async {
        let status = await ExitStatus.of {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        }
        status.exit()
    }
}
