import Foundation
import StrictTOML
import Testing

@testable import Stations

/// Which profile is for which station, and which of several counts.
@Suite struct StationMatchTests {
    struct Pattern: Sendable, CustomTestStringConvertible {
        var pattern: String
        var text: String
        var matches: Bool
        var testDescription: String { "\(pattern) \(text)" }
    }

    @Test(arguments: [
        Pattern(pattern: "ABB", text: "abb", matches: true), Pattern(pattern: "ABB", text: "ABBX", matches: false),
        Pattern(pattern: "", text: "", matches: true), Pattern(pattern: "", text: "x", matches: false),
        Pattern(pattern: "*", text: "", matches: true), Pattern(pattern: "*", text: "anything", matches: true),
        Pattern(pattern: "CDT_TACW*", text: "cdt_tacw22::NET", matches: true),
        Pattern(pattern: "CDT_TACW*", text: "XCDT_TACW22", matches: false),
        Pattern(pattern: "*Elvi", text: "EVBox Elvi", matches: true),
        Pattern(pattern: "*Elvi", text: "Elvi 2", matches: false),
        Pattern(pattern: "*an*an*", text: "banana", matches: true),
        Pattern(pattern: "*an*an*an*", text: "banana", matches: false),
        Pattern(pattern: "a*a", text: "a", matches: false), Pattern(pattern: "a*a", text: "aa", matches: true),
        Pattern(pattern: "a*b*b", text: "ab", matches: false), Pattern(pattern: "a*b*b", text: "abb", matches: true),
        Pattern(pattern: "**", text: "x", matches: true), Pattern(pattern: "Süd*", text: "SÜDLADER", matches: true),
    ])
    func `a pattern is compared without case, and an asterisk stands for anything`(_ example: Pattern) {
        #expect(StationPattern(example.pattern).matches(example.text) == example.matches)
    }

    @Test func `of a long text only the beginning is looked at`() {
        let letters = String(repeating: "a", count: StationPattern.longest)
        #expect(StationPattern(letters).matches(letters + "b"))
        #expect(!StationPattern("*b").matches(letters + "b"))
    }

    struct Version: Sendable, CustomTestStringConvertible {
        var text: String
        var version: String?
        var testDescription: String { text }
    }

    @Test(arguments: [
        Version(text: "TAC3Z9119006710273::V1.8.21", version: "1.8.21"), Version(text: "05.621", version: "5.621"),
        Version(text: "GWM-07.020-03_GCW-10.18-05.7", version: "7.20"), Version(text: "6.11.16", version: "6.11.16"),
        Version(text: "THOR_11AS-V5.2.4-20230307-NOVO", version: "5.2.4"), Version(text: "328", version: "328"),
        Version(text: "v6", version: "6.0.0"), Version(text: "", version: nil), Version(text: "...", version: nil),
        Version(text: "beta", version: nil),
    ])
    func `a version is found in what a station calls its firmware`(_ example: Version) {
        #expect(FirmwareVersion(example.text) == example.version.flatMap(FirmwareVersion.init(exactly:)))
    }

    @Test func `versions are compared by their numbers`() throws {
        let versions = try ["5", "5.17.67", "6", "6.2", "6.11"].map { try #require(FirmwareVersion($0)) }
        #expect(versions.shuffled().sorted() == versions)
        #expect(FirmwareVersion(String(repeating: "9", count: 500)) != nil)
    }

    @Test func `the more is said of a station, the more it counts`() throws {
        func file(_ match: String, _ seconds: Int, _ range: String = "") throws -> StationProfileFile {
            let text =
                "name = \"\(seconds)\"\n\(match)\n[[quirk]]\nsource = \"S\"\nreturn_after_seconds = \(seconds)\n\(range)"
            return try StationProfileFile(text: text, file: "s.toml")
        }
        let vendor = "[match]\nvendors = [\"V\"]"
        let model = "[match]\nvendors = [\"V\"]\nmodels = [\"M*\"]"
        // The most specific stands first, so that order alone does not explain the outcome.
        let profiles = StationProfiles([
            try file(vendor, 5, "firmware_from = \"2\""), try file(model, 3), try file(model, 4), try file(vendor, 2),
            try file("", 1),
        ])
        func seconds(_ vendor: String?, _ model: String?, _ firmware: String?) -> Int? {
            profiles.match(vendor: vendor, model: model, firmware: firmware).switches.returnAfterSeconds
        }
        #expect(seconds(nil, nil, nil) == 1)
        #expect(seconds("W", "M", "2") == 1)
        #expect(seconds("v", "N", "1.9") == 2)
        #expect(seconds(" V ", "m1\n", nil) == 4)
        #expect(seconds("V", "M1", "2.0") == 5)
        #expect(
            profiles.match(vendor: "V", model: "M", firmware: "2").reasons.map(\.profile) == ["1", "2", "3", "4", "5"])
    }

    @Test func `without profiles a station is as the standard says`() {
        #expect(StationProfiles().match(vendor: "ABB", model: "M", firmware: "1") == .standard)
    }

    @Test func `a folder is read whole, and every problem in it named`() throws {
        let folder = try Folder()
        try folder.write("a.toml", "name = \"A\"\n[[quirk]]\nsource = \"S\"\nneeds_ca_file = 1")
        try folder.write("b.toml", "name = \"B\"\n[[quirk]]\nsource = \"S\"")
        try folder.write("README", "no profile")
        try folder.write(".c.toml", "no profile")
        let problem = #expect(throws: TOMLProblem.self) { try StationProfiles(folder: folder.path) }
        #expect(
            problem?.all.map { $0.file + ":\($0.line ?? 0)" } == [folder.path + "/a.toml:4", folder.path + "/b.toml:2"])
        try folder.write("a.toml", "name = \"A\"\n[[quirk]]\nsource = \"S\"\nneeds_ca_file = true")
        try folder.write("b.toml", "name = \"B\"\n[[quirk]]\nsource = \"S\"\nneeds_ca_file = false")
        let profiles = try StationProfiles(folder: folder.path)
        #expect(profiles.match(vendor: nil, model: nil, firmware: nil).switches.needsCAFile == false)
    }

    @Test func `a folder that is not there, a huge file and too many files are refused`() throws {
        let folder = try Folder()
        #expect(throws: TOMLProblem.self) { try StationProfiles(folder: folder.path + "/none") }
        try folder.write("a.toml", "#" + String(repeating: "x", count: StationProfiles.longestFile))
        let huge = #expect(throws: TOMLProblem.self) { try StationProfiles(folder: folder.path) }
        #expect(huge?.message == "the file is longer than 65536 bytes")
        for number in 1...StationProfiles.mostFiles { try folder.write("\(number).toml", "") }
        let many = #expect(throws: TOMLProblem.self) { try StationProfiles(folder: folder.path) }
        #expect(many?.message == "there are 201 station profiles, 200 at most are read")
    }
}

/// A folder that is gone when the test is over.
private final class Folder {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "profiles-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: URL(filePath: path + "/" + name))
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
