import ArgumentParser
import Charging
import Console
import Gateway

struct Tags: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show and change the tags that may charge.",
        discussion: "What is changed counts at once. Tags in the configuration file count beside the list.",
        subcommands: [List.self, Add.self, Remove.self, Import.self, Push.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show the tags.")

        @Flag(help: "Show the tags whole; they are as good as keys.")
        var full = false

        @OptionGroup var connection: Connection

        func run() async throws {
            let list: TagList = try await connection.client.get("tags")
            if connection.json { return try StandardStream.output.write(json: list) }
            guard !list.records.isEmpty || !list.configured.isEmpty else {
                return StandardStream.output.write("No tag is listed. To list one: ohmstead tags add <tag>\n")
            }
            let status: StatusReport = try await connection.client.get("status")
            let text = TagsText(list, now: status.now, full: full, for: .standard)
            StandardStream.output.write(lines: text.lines)
        }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List a tag, or change what is listed of it.")

        @Argument(help: "The tag, as a station shows it.")
        var tag: String

        @Option(help: "accepted, blocked, expired or invalid.")
        var status: StatusWord?

        @Option(help: "Until when it may charge, 2026-12-31T18:00:00+01:00 for instance.")
        var expires: Moment?

        @Option(help: "The group; its tags may stop each other's transactions.")
        var group: String?

        @Option(help: "For people: whose it is.")
        var note: String?

        @OptionGroup var connection: Connection

        func run() async throws {
            var change = TagChange(tag)
            change.status = status?.status
            change.expires = expires?.timestamp
            change.group = group
            change.note = note
            try await connection.change([change], "Listed.")
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take a tag off the list.",
            discussion: "To keep it from charging where everyone may, or where the file names it, block it: "
                + "ohmstead tags add <tag> --status blocked")

        @Argument(help: "The tag.")
        var tag: String

        @OptionGroup var connection: Connection

        func run() async throws {
            let list: TagList = try await connection.client.get("tags")
            guard let known = Tag(tag), list.records.contains(where: { $0.tag == known }) else {
                let isConfigured = Tag(tag).map { list.configured.contains($0) } ?? false
                throw Failure(
                    .refused,
                    isConfigured
                        ? "That tag stands in the configuration file; remove it there, or block it."
                        : "That tag is not on the list. See: ohmstead tags list --full")
            }
            var change = TagChange(tag)
            change.remove = true
            try await connection.change([change], "Taken off the list.")
        }
    }

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List all tags of a file.",
            discussion: """
                A CSV file with the columns tag,status,expires,group,note; only the tag is needed, and the first line may
                name the columns. What is listed and not in the file stays as it is.
                """)

        @Argument(help: "The file.", completion: .file())
        var file: String

        @OptionGroup var connection: Connection

        func run() async throws {
            let changes: [TagChange]
            do {
                changes = try TagFile.read(try NamedFile(path: file).text(atMost: 8 * 1024 * 1024))
            } catch let fault as TagFile.Fault {
                throw Failure(.notAsked, "\(file): \(fault)\nNothing was changed.")
            }
            guard !changes.isEmpty else { throw Failure(.notAsked, "\(file) has no tags in it.") }
            try await connection.change(changes, "Listed \(counted(changes.count, "tag")).")
        }
    }

    struct Push: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Bring the lists of stations up to the site's.",
            discussion: "With push_list = true in the configuration this happens by itself. "
                + "Tags that only the configuration file names are not sent.")

        @Argument(help: "Only this station; without it, every one that is connected.")
        var station: String?

        @OptionGroup var connection: Connection

        func run() async throws {
            let query = station.map { "?station=\(ControlClient.escaped($0))" } ?? ""
            let pushes: [ListPush] = try await connection.client.post("tags/push\(query)", [String: String]())
            if connection.json {
                try StandardStream.output.write(json: pushes)
            } else if pushes.isEmpty {
                StandardStream.output.write("No station is connected.\n")
            } else {
                StandardStream.output.write(lines: TagsText.pushes(pushes, for: .standard))
            }
            if pushes.contains(where: { $0.outcome == .failed }) { throw Failure(.refused) }
        }
    }
}

struct StatusWord: ExpressibleByArgument {
    let status: Authorization

    init?(argument: String) {
        guard let status = Authorization(word: argument) else { return nil }
        self.status = status
    }
}

extension Connection {
    fileprivate func change(_ changes: [TagChange], _ words: String) async throws {
        do {
            _ = try TagChanges(changes).validated()
        } catch {
            throw Failure(.notAsked, [error.message, error.remedy].compactMap(\.self).joined(separator: "\n"))
        }
        let version: ListVersion = try await client.post("tags", TagChanges(changes))
        if json { return try StandardStream.output.write(json: version) }
        StandardStream.output.write("\(words) The list has version \(version.version) now.\n")
    }
}
