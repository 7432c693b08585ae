import FoundationEssentials
import Testing

@testable import Gateway

private let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../etc/profiles")
    .standardizedFileURL.path

@Test func `a meter's profile is told as rows, a cost and sentences`() throws {
    let report = try ProfileCheck.report(path: folder + "/meters/dzg-dvh4013.toml")
    #expect(report.kind == .meter)
    #expect(report.vendor == "DZG")
    #expect(report.model == "DVH4013")
    #expect(
        report.values.first
            == ProfileReport.Value(
                obis: "1-0:1.8.0", unit: "Wh", step: "1", type: "uint32", place: "holding 0x4000"))
    #expect(report.values.last?.place == "1-0:1.7.0 - 1-0:2.7.0")
    // 0x0000 to 0x0013, 0x4000 and 0x4100: 24 registers in three requests.
    #expect((report.requests, report.bytes) == (3, 3 * 13 + 48))
    #expect(report.baud == 9600)
    // 87 bytes and six silences of 3.5 bytes, 11 bits each.
    #expect((123.0...124.0).contains(report.milliseconds))
    #expect(report.warnings.contains { $0.contains("[serial_number]") })
}

@Test func `a wallbox's profile is told from a meter's`() throws {
    let report = try ProfileCheck.report(path: folder + "/wallboxes/keba-p30.toml")
    #expect(report.kind == .wallbox)
    #expect(report.requests > 0)
}

@Test func `a wrong profile is told with file, line and reason`() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "profile-\(UUID()).toml").path
    let text = "vendor = \"V\"\nmodel = \"M\"\nsource = \"S\"\nlargest_block = 200\nlargest_blok = 3\nregister = []\n"
    try Data(text.utf8).write(to: URL(filePath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let problems = #expect(throws: ConfigurationProblems.self) { try ProfileCheck.report(path: path) }
    #expect(
        problems?.problems.map(\.description).first
            == "\(path):5: error: Unknown key \"largest_blok\" in the file.\n    Did you mean \"largest_block\"?")
    let none = #expect(throws: ConfigurationProblems.self) { try ProfileCheck.report(path: path + "x") }
    #expect(none?.problems.first?.message == "There is no such file.")
}
