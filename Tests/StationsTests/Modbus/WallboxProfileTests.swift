import Charging
import FoundationEssentials
import Metering
import Simulator
import Stations
import StrictTOML
import Testing

@Test func `there are wallboxes of many makers`() { #expect(Yard.names.count >= 19) }

@Test(arguments: Yard.names)
func `every wallbox profile can be read, pauses, and has a simulated wallbox`(_ name: String) throws {
    let profile = try WallboxProfile(path: Yard.path(of: name))
    #expect(profile.canPause)
    #expect(!profile.vendor.isEmpty && !profile.model.isEmpty && !profile.source.isEmpty)
    #expect(profile.blocks.allSatisfy { (1...RegisterBlock.largest).contains($0.count) })
    let sheet = try WallboxSheet(path: Yard.path(of: name))
    #expect(sheet.countsSessions == profile.countsSessions)
}

private struct Slip: CustomTestStringConvertible, Sendable {
    var line: String
    var slip: String
    var problem: String
    var testDescription: String { problem }
}

private let good = """
    vendor = "V"
    model = "M"
    source = "S"
    largest_block = 8
    [[state]]
    function = "input"
    address = 5
    type = "uint16"
    values = { 1 = "Available", 2 = "Charging" }
    [energy]
    function = "input"
    address = 6
    type = "uint32"
    unit = "Wh"
    [limit]
    function = "single"
    address = 7
    type = "uint16"
    unit = "A"
    least = 6
    most = 16
    """

@Test func `a profile without a watchdog is a profile`() throws {
    let profile = try WallboxProfile(text: good, file: "w.toml")
    #expect(!profile.hasWatchdog && !profile.canPause && profile.mostEVSEs == 1)
    #expect(profile.blocks == [RegisterBlock(function: .input, address: 5, count: 3)])
}

@Test(arguments: [
    Slip(
        line: "largest_block = 8", slip: "largest_block = 0", problem: "w.toml:4:1: largest_block must be 1 to 125."),
    Slip(
        line: "1 = \"Available\", ", slip: "",
        problem: "w.toml:5:1: no [[state]] says when the wallbox is \"Available\"."),
    Slip(
        line: "2 = \"Charging\"", slip: "2 = \"Faulted\"",
        problem: "w.toml:5:1: no [[state]] says when the wallbox is \"Charging\"."),
    Slip(
        line: "2 = \"Charging\"", slip: "2 = \"Charging\", two = \"Charging\"",
        problem: "w.toml:9:1: \"two\" is no number a register can hold."),
    Slip(line: "unit = \"Wh\"", slip: "unit = \"W\"", problem: "w.toml:14:1: energy is in Wh, kWh or MWh."),
    Slip(
        line: "unit = \"A\"", slip: "unit = \"s\"", problem: "w.toml:19:1: a current is in A or mA, or told as W or %."),
    Slip(
        line: "least = 6", slip: "least = 17",
        problem: "w.toml:20:1: least must be above 0, and most not below it nor above 65535."),
    Slip(
        line: "address = 7\ntype = \"uint16\"", slip: "address = 7\ntype = \"uint32\"",
        problem: "w.toml:16:1: function \"single\" writes one register, and uint32 has 2."),
    Slip(line: "address = 6", slip: "address = 65535", problem: "w.toml:12:1: the value goes past the last register."),
    Slip(
        line: "most = 16", slip: "most = 16\n[enable]\nfunction = \"single\"\naddress = 9\non = 1",
        problem: "w.toml:22:1: [enable] needs both numbers, on and off."),
    Slip(
        line: "[energy]", slip: "[session]",
        problem: "w.toml:10:1: unknown key \"session\" in the file."),
    Slip(
        line: "most = 16", slip: "most = 16\n[heartbeat]\nfunction = \"single\"\naddress = 9\nvalue = 1\nseconds = 5",
        problem:
            "w.toml: a wallbox with [fail_safe_current] or [heartbeat] has a [watchdog]: say what it is fed_by."),
    Slip(
        line: "most = 16", slip: "most = 16\n[watchdog]\nfed_by = \"heartbeat\"\nseconds = 20",
        problem: "w.toml:23:1: [heartbeat] and fed_by = \"heartbeat\" belong together."),
    Slip(
        line: "most = 16", slip: "most = 16\n[watchdog]\nfed_by = \"requests\"",
        problem: "w.toml:22:1: without [fail_safe_timeout], a [watchdog] needs its seconds."),
    Slip(
        line: "type = \"uint16\"\nvalues", slip: "type = \"text\"\nlength = 1\nvalues",
        problem: "w.toml:10:1: \"1\" is no state of IEC 61851-1, which begin with A to F."),
    Slip(
        line: "type = \"uint16\"\nvalues", slip: "type = \"text\"\nvalues",
        problem: "w.toml:8:1: this type needs its length, 1 to 64 registers."),
    Slip(
        line: "most = 16", slip: "most = 16\n[evses]\nmost = 2",
        problem: "w.toml:22:1: the registers of the next EVSE are an address_step or a unit_step away."),
    Slip(
        line: "most = 16", slip: "most = 16\n[evses]\nmost = 2\naddress_step = 65530",
        problem: "w.toml:12:1: the value goes past the last register."),
    Slip(
        line: "most = 16", slip: "most = 16\nphases = 3",
        problem: "w.toml:22:1: phases must be 1 to 3, and say what a power in W is for."),
    Slip(
        line: "unit = \"A\"", slip: "unit = \"%\"",
        problem: "w.toml:15:1: a limit in % says with full which current 100 % are, and no other does."),
])
private func `a wrong wallbox profile says where and why`(_ slip: Slip) {
    let text = good.replacing(slip.line, with: slip.slip, maxReplacements: 1)
    let problem = #expect(throws: TOMLProblem.self) { try WallboxProfile(text: text, file: "w.toml") }
    // The first of them; one slip may break more than one rule.
    #expect(problem?.description.hasPrefix(slip.problem) == true, "\(problem?.description ?? "")")
}
