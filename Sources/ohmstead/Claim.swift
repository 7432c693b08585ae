import ArgumentParser
import Console
import Gateway

struct Claim: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Let a station in that waits for it, and give it a password.",
        discussion: "ohmstead status shows the stations that wait. The password is shown once and kept nowhere.")

    @Argument(help: "The id of the station.")
    var station: String

    @Flag(help: "Ask for no password: only where nobody else can plug in.")
    var noPassword = false

    @OptionGroup var connection: Connection

    func run() async throws {
        let report: PasswordReport = try await connection.client.send(
            "stations/\(ControlClient.escaped(station))/claim\(noPassword ? "?password=no" : "")")
        if connection.json { return try StandardStream.output.write(json: report) }
        StandardStream.output.write("Station \(station) belongs to this site now.\n")
        report.show()
    }
}

struct Password: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Give a station a new password.",
        discussion: """
            A connected station is told the password itself. The old one counts until it comes with the new, and \
            ohmstead status says so when it never does. The password is shown once and kept nowhere.
            """)

    @Argument(help: "The id of the station.")
    var station: String

    @Flag(help: "Only show the password: it will be entered in the wallbox by hand.")
    var byHand = false

    @OptionGroup var connection: Connection

    func run() async throws {
        let report: PasswordReport = try await connection.client.send(
            "stations/\(ControlClient.escaped(station))/password\(byHand ? "?by=hand" : "")")
        if connection.json { return try StandardStream.output.write(json: report) }
        report.show()
    }
}

extension PasswordReport {
    fileprivate func show() {
        let password = password.map { ["", "    User name  \(station)", "    Password   \($0)", ""] } ?? []
        let said = stationSaid.map { ["The station was told, and answered \($0)."] } ?? []
        StandardStream.output.write(lines: password + said + next)
    }
}
