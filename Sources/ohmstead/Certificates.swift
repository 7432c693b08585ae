import ArgumentParser
import Console
import Gateway

struct Certificates: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show the certificates of the site CA, and withdraw or renew them.",
        subcommands: [List.self, ShowCA.self, IssueServer.self, Revoke.self, Renew.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show the certificates that stations got.")

        @OptionGroup var connection: Connection

        func run() async throws {
            let all: [CertificateReport] = try await connection.client.get("certificates")
            if connection.json { return try StandardStream.output.write(json: all) }
            guard !all.isEmpty else { return StandardStream.output.write("No station has a certificate.\n") }
            StandardStream.output.write(lines: SecurityText.lines(all, for: .standard))
        }
    }

    struct ShowCA: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show-ca", abstract: "Write the site CA's certificate, for wallboxes to trust, as PEM.")

        @OptionGroup var connection: Connection

        func run() async throws {
            let pem = try await connection.client.text("ca.pem")
            if connection.json { return try StandardStream.output.write(json: ["certificate": pem]) }
            StandardStream.output.write(pem)
        }
    }

    struct IssueServer: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "issue-server",
            abstract: "Make new certificates for the listeners, and read the files of the others again.",
            discussion: "Connections that exist are left alone.")

        @OptionGroup var connection: Connection

        func run() async throws {
            let report: SecurityReport = try await connection.client.send("certificates/server")
            if connection.json { return try StandardStream.output.write(json: report.listeners) }
            StandardStream.output.write(lines: SecurityText.listeners(report, for: .standard))
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Withdraw a station's certificate, for good.")

        @Argument(help: "The serial number, as ohmstead certificates list shows it.")
        var serial: String

        @OptionGroup var connection: Connection

        func run() async throws {
            let report: StepReport = try await connection.client.send(
                "certificates/\(ControlClient.escaped(serial))/revoke")
            if !connection.json {
                StandardStream.output.write("Station \(report.station)'s certificate counts no more.\n")
            }
            try report.show(json: connection.json)
        }
    }

    struct Renew: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Let a station ask for a new certificate.")

        @Argument(help: "The id of the station.")
        var station: String

        @OptionGroup var connection: Connection

        func run() async throws {
            let report: StepReport = try await connection.client.send(
                "stations/\(ControlClient.escaped(station))/certificate")
            try report.show(json: connection.json)
        }
    }
}
