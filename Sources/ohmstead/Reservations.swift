import ArgumentParser
import Charging
import Console
import Gateway

struct Reservations: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Keep places at stations for drivers.",
        discussion: "Where a station cannot reserve, the gateway refuses everybody else there.",
        subcommands: [List.self, Add.self, Cancel.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show the places that are kept.")

        @Flag(help: "Show the tags whole; they are as good as keys.")
        var full = false

        @OptionGroup var connection: Connection

        func run() async throws {
            let reservations: [Reservation] = try await connection.client.get("reservations")
            if connection.json { return try StandardStream.output.write(json: reservations) }
            guard !reservations.isEmpty else { return StandardStream.output.write("Nothing is reserved.\n") }
            let status: StatusReport = try await connection.client.get("status")
            let text = ReservationsText(reservations, now: status.now, full: full, for: .standard)
            StandardStream.output.write(lines: text.lines)
        }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Keep a place.",
            discussion: "For example: ohmstead reservations add CP1 --tag 04B0267AE05C80 --evse 1 --for 30m")

        @Argument(help: "The id of the station.")
        var station: String

        @Option(help: "The driver's tag.")
        var tag: String

        @Option(help: "The EVSE; without it, whichever is free.")
        var evse: Int?

        @Option(help: "Until when, 2026-12-01T18:00:00+01:00 for instance.")
        var until: Moment?

        @Option(name: .customLong("for"), help: "For how long, 30m or 2h for instance.")
        var span: Span?

        @Option(help: "Whoever shows a tag of this group may have the place, too.")
        var group: String?

        @OptionGroup var connection: Connection

        func validate() throws {
            guard (until == nil) != (span == nil) else {
                throw ValidationError("Say either --until when or --for how long the place is kept.")
            }
        }

        func run() async throws {
            var request = ReservationRequest(station: station, tag: tag)
            request.evse = evse
            request.until = until?.timestamp
            request.seconds = span?.seconds
            request.group = group
            let made: Reservation = try await connection.client.post("reservations", request)
            if connection.json { return try StandardStream.output.write(json: made) }
            StandardStream.output.write(
                "Reservation \(made.id): \(made.heldBy.words) keeps the place until "
                    + "\(made.expires.local(now: made.created)).\n")
        }
    }

    struct Cancel: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Keep a place no longer.")

        @Argument(help: "The reservation, as ohmstead reservations shows it.")
        var number: Int

        @Option(help: "Its station, where several have a reservation of that number.")
        var station: String?

        @OptionGroup var connection: Connection

        func run() async throws {
            let all: [Reservation] = try await connection.client.get("reservations")
            let meant = all.filter { $0.id == number && (station == nil || $0.station.rawValue == station) }
            guard let reservation = meant.first else {
                throw Failure(.refused, "There is no reservation \(number). See: ohmstead reservations")
            }
            guard meant.count == 1 else {
                throw Failure(.notAsked, "Several stations have a reservation \(number); name one with --station.")
            }
            let path = "stations/\(ControlClient.escaped(reservation.station.rawValue))/reservations/\(number)/cancel"
            try await connection.client.post(path)
            StandardStream.output.write(
                connection.json ? "{\"cancelled\":\(number)}\n" : "Reservation \(number) is cancelled.\n")
        }
    }
}
