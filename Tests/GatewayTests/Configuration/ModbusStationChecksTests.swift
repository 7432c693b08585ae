import Charging
import FoundationEssentials
import Gateway
import Logging
import Simulator
import Testing

@Suite(.timeLimit(.minutes(1))) struct ModbusStationChecksTests {
    private let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../etc/profiles/wallboxes").standardizedFileURL.path

    /// The sample with a wallbox on the line of its meters.
    private func text() throws -> String {
        try Sample.site(scratch).replacing(
            "[[bus]]",
            with: "[[modbus_station]]\nid = \"yard\"\nbus = \"tcp\"\nunit = 255\nprofile = \"keba-p30\"\n[[bus]]"
        ).replacing(
            "listen = \"0.0.0.0:9000\"",
            with: "listen = \"0.0.0.0:9000\"\nwallbox_profiles = \"\(Self.folder)\"")
    }

    @Test func `a wallbox on a line of meters is a station of the site`() async throws {
        let configuration = try Configuration.load(path: try scratch.write("ohmstead.toml", try text()))
        #expect(configuration.warnings.isEmpty)
        let gateway = try await Gateway(
            configuration, time: SiteTime(clock: ManualClock(), wallClock: ManualWallClock()),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let status = await gateway.control.status()
        #expect(status.stations.map(\.id) == ["CP1", "CP2", "carport", "yard"])
    }

    struct Case: CustomTestStringConvertible, Sendable {
        var line: String
        var slip: String
        var message: String
        var hint: String
        var testDescription: String { slip }
    }

    @Test(arguments: [
        Case(
            line: "profile = \"keba-p30\"", slip: "profile = \"keba-p03\"", message: "no profile \"keba-p03\"",
            hint: "keba-p30"),
        Case(line: "unit = 255", slip: "unit = 256", message: "out of range", hint: "0 to 255"),
        Case(line: "unit = 255", slip: "unit = 2", message: "is \"drive\" already", hint: "unit of its own"),
        Case(line: "id = \"yard\"", slip: "id = \"CP2\"", message: "a station \"CP2\" already", hint: "another name"),
        Case(
            line: "unit = 255", slip: "unit = 255\nmeter = \"garage\"", message: "counts for \"CP1\" already",
            hint: "\"yard\" alone"),
        Case(line: "unit = 255", slip: "unit = 255\nmax_amperes = 5", message: "out of range", hint: "6 to 63"),
        Case(line: "unit = 255", slip: "unit = 255\ninterval_seconds = 61", message: "out of range", hint: "1 to 60"),
        Case(line: "bus = \"tcp\"\nunit = 255", slip: "bus = \"tpc\"", message: "no bus \"tpc\"", hint: "\"tcp\""),
    ])
    func `a mistake about a Modbus wallbox is told with its line`(_ slip: Case) throws {
        let before = try text()
        let after = before.replacing(slip.line, with: slip.slip, maxReplacements: 1)
        #expect(before != after)
        let path = try scratch.write("ohmstead.toml", after)
        let problems = #expect(throws: ConfigurationProblems.self) { try Configuration.load(path: path) }?.problems
        let problem = try #require(problems?.first { $0.message.contains(slip.message) }, "\(problems ?? [])")
        let line = after.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        #expect(problem.line.map { slip.slip.split(separator: "\n").contains(Substring(line[$0 - 1])) } == true)
        #expect((problem.hint ?? "").contains(slip.hint))
    }
}
