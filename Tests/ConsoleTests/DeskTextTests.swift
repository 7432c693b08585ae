import Charging
import Console
import Gateway
import Testing

struct DeskTextTests {
    @Test func `tags are shown whole only to who asks for it`() {
        let short = TagsText(.sample, now: .noon, full: false, for: .plain).lines.joined(separator: "\n")
        let full = TagsText(.sample, now: .noon, full: true, for: .plain).lines.joined(separator: "\n")
        #expect(!short.contains("04B0267AE05C80") && full.contains("04B0267AE05C80"))
        #expect(full.contains("no, blocked") && full.contains("no, expired") && full.contains("the configuration"))
        #expect(full.hasSuffix("The list has 3 tags, version 3."))
    }

    @Test func `reservations say who keeps the place`() {
        let lines = ReservationsText([.sample], now: .noon, full: false, for: .plain).lines
        #expect(lines.count == 2)
        #expect(lines[1].contains("CP1") && lines[1].hasSuffix("the gateway"))
        #expect(!lines[1].contains("04B0267AE05C80"))
    }

    @Test func `what became of a push is told in sentences`() {
        let pushes = [
            ListPush("CP1", .sent, version: 4, messages: 1), ListPush("CP2", .upToDate, version: 4),
            ListPush("CP3", .unsupported), ListPush("CP4", .failed, reason: "It answers: Failed."),
        ]
        #expect(
            TagsText.pushes(pushes, for: .plain) == [
                "Station CP1 has version 4 now, in 1 message.", "Station CP2 had version 4 already.",
                "Station CP3 keeps no list of tags.",
                "Station CP4 could not be brought up to date. It answers: Failed.",
            ])
    }

    @Test func `a secret has a name and no value`() {
        let lines = RecordText.variables(VariableReport.samples, now: .noon, for: .plain)
        #expect(lines[1].hasPrefix("LocalAuthListCtrlr.Entries") && lines[1].contains(" 7 "))
        #expect(lines[2].contains("not shown"))
    }

    @Test func `a correction says what came too late`() {
        let lines = RecordText.corrections([.sample], now: .noon, for: .plain)
        #expect(lines[1].contains("CP1") && lines[1].contains("It ended") && lines[1].hasSuffix("register 31.40 kWh"))
    }

    @Test func `a schedule is a table of moments and limits`() {
        var result = CommandResult(status: "Accepted")
        result.schedule = CompositeSchedule(
            evse: 1, start: .noon, durationSeconds: 7200, unit: .ampere,
            periods: [
                .init(startSeconds: 0, limit: ExactDecimal("10.5")), .init(startSeconds: 3600, limit: nil, phases: 1),
            ])
        let lines = CommandText(result, at: "CP1", for: .plain).lines
        #expect(lines[0].hasPrefix("EVSE 1, until "))
        #expect(lines[2].contains("10.5 A"))
        #expect(lines[3].contains("none") && lines[3].hasSuffix("1"))
        #expect(lines.count == 4)
    }

    @Test func `certificates are named as the next command takes them`() throws {
        var result = CommandResult(status: "Accepted")
        let name = CertificateName(algorithm: "SHA256", issuerName: "0a", issuerKey: "0b", serialNumber: "0c")
        result.certificates = [InstalledCertificate(use: .csmsRoot, name: name)]
        let lines = CommandText(result, at: "CP1", for: .plain).lines
        #expect(lines.contains { $0.contains("csms-root") && $0.contains("SHA256:0a:0b:0c") })
        #expect(CertificateName(words: "SHA256:0a:0b:0c") == name)
        #expect(CertificateName(words: "SHA256:0a") == nil)
    }

    @Test func `a refusal has its reason and its remark`() {
        var result = CommandResult(status: "Rejected", reason: "Reserved")
        result.remark = "The station was not asked."
        #expect(
            CommandText(result, at: "CP1", for: .plain).lines == [
                "Station CP1 answers: Rejected.", "Its reason: Reserved", "The station was not asked.",
            ])
    }

    @Test(arguments: [(-1, "keeps no list"), (0, "is empty"), (7, "version 7")])
    func `a list's version is told in words`(version: Int, words: String) {
        var result = CommandResult(status: "Accepted")
        result.listVersion = version
        #expect(CommandText(result, at: "CP1", for: .plain).lines.contains { $0.contains(words) })
    }
}
