import Charging
import FoundationEssentials
import Metering
import StrictTOML
import Testing

enum Profiles {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "../../etc/profiles/meters"
    )
    .standardizedFileURL.path
    static let all = (try? FileManager.default.contentsOfDirectory(atPath: folder))?.sorted() ?? []
    /// What they count is set in the meter, or their source does not know it. They are of use for load management.
    static let withoutEnergy: Set = ["algodue-uem.toml", "iskra-ie38.toml", "iskra-wm3m4.toml", "pq-plus-umd97.toml"]
    static var sdm630: MeterProfile {
        get throws { try MeterProfile(path: folder + "/eastron-sdm630.toml") }
    }
}

@Test func `there are profiles of more than forty meters`() {
    #expect(Profiles.all.count > 40)
    #expect(Profiles.all.contains("eastron-sdm630.toml"))
}

@Test(arguments: Profiles.all)
func `every profile can be read, names where it is from, and has the import in Wh`(_ name: String) throws {
    #expect(name.hasSuffix(".toml"))
    let profile = try MeterProfile(path: Profiles.folder + "/" + name)
    let counted = profile.sums.contains { $0.obis == .energyImport } ? "1-0:15.8.0" : OBIS.energyImport
    #expect(
        profile.registers.contains { $0.obis == counted && $0.unit.base.unit == "Wh" }
            == !Profiles.withoutEnergy.contains(name))
    #expect(!profile.vendor.isEmpty && !profile.model.isEmpty && !profile.source.isEmpty)
    #expect(profile.blocks.allSatisfy { (1...RegisterBlock.largest).contains($0.count) })
}

@Test func `an SDM630 is read in three requests`() throws {
    let profile = try Profiles.sdm630
    #expect(
        profile.blocks == [
            RegisterBlock(function: .input, address: 0, count: 18),
            RegisterBlock(function: .input, address: 0x34, count: 2),
            RegisterBlock(function: .input, address: 0x46, count: 6),
        ])
    #expect(profile.serialNumber?.block == RegisterBlock(function: .holding, address: 0xFC00, count: 2))
}

@Test func `energy is recorded in Wh, and the registers as they came`() throws {
    let profile = try Profiles.sdm630
    var harvest = profile.blocks.map { [UInt16](repeating: 0, count: $0.count) }
    harvest[2].replaceSubrange(2..<4, with: [0x449A, 0x5000])
    let value = try #require(profile.values(from: harvest).first { $0.obis == .energyImport })
    #expect(value.value.description == "1234500")
    #expect(value.unit == "Wh")
    #expect(value.raw == "449a5000")
}

@Test func `what a meter marks as undefined is left out`() throws {
    let profile = try Profiles.sdm630
    var harvest = profile.blocks.map { [UInt16](repeating: 0, count: $0.count) }
    harvest[2].replaceSubrange(2..<4, with: [0x7FC0, 0])
    let values = profile.values(from: harvest)
    #expect(values.count == profile.registers.count - 1)
    #expect(!values.contains { $0.obis == .energyImport })
}

private func profile(register: String, head: String = "") throws(TOMLProblem) -> MeterProfile {
    let text = "vendor = \"V\"\nmodel = \"M\"\nsource = \"S\"\n\(head)\n[[register]]\nobis = \"1-0:1.8.0\"\n\(register)"
    return try MeterProfile(text: text, file: "m.toml")
}

@Test func `a scale and a rollover count in the meter's unit`() throws {
    let profile = try profile(
        register: """
            function = "holding"
            address = 0x5000
            type = "uint64"
            unit = "kWh"
            scale = "0.01"
            rolls_over_at = "1000000"
            """)
    #expect(profile.values(from: [[0, 0, 0x0001, 0xE240]]).first?.value.description == "1234560")
    #expect(profile.values(from: [[0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF]]).isEmpty)
    #expect(profile.importModulus?.description == "1000000000")
}

private struct Slip: CustomTestStringConvertible, Sendable {
    var register = "function = \"input\"\naddress = 72\ntype = \"float32\"\nunit = \"kWh\""
    var head = ""
    var problem: String
    var testDescription: String { problem }
}

@Test(arguments: [
    Slip(
        register: "function = \"input\"\naddress = 0xFFFF\ntype = \"float32\"\nunit = \"kWh\"",
        problem: "m.toml:8:1: the value goes past the last register."),
    Slip(
        register: "function = \"input\"\naddress = 1\ntype = \"float23\"\nunit = \"kWh\"",
        problem: "m.toml:9:1: type must be \"int16\", \"uint16\", \"int32\", \"uint32\", \"int64\", "
            + "\"uint64\", \"float32\", \"float64\", \"iskra-t5\", \"iskra-t6\" or \"iskra-t7\", not \"float23\". Did you mean \"float32\"?"
    ),
    Slip(
        register: "function = \"input\"\naddress = 1\ntype = \"float32\"\nunit = \"kWh\"\nscale = 0.5",
        problem: "m.toml:11:1: scale must be a text in quotes, not the number 0.5. Write scale = \"0.5\"."),
    Slip(
        register: "function = \"input\"\naddress = 1\ntype = \"float32\"\nunit = \"kWh\"\nscale = \"1,5\"",
        problem: "m.toml:11:1: scale: \"1,5\" is no decimal number."),
    Slip(head: "largest_block = 126", problem: "m.toml:4:1: largest_block must be 4 to 125."),
    Slip(
        head: "[serial_number]\nfunction = \"holding\"\naddress = 1\ntype = \"text\"",
        problem: "m.toml:7:1: a text needs its length, 1 to 32 registers."),
    Slip(
        register: "function = \"input\"\naddress = 1\ntype = \"int16\"\nunit = \"kWh\"\n[[register]]\n"
            + "obis = \"1-0:1.8.0\"\nfunction = \"input\"\naddress = 2\ntype = \"int16\"\nunit = \"kWh\"",
        problem: "m.toml:12:1: 1-0:1.8.0 stands here a second time."),
    Slip(
        register: "function = \"input\"\naddress = 1\ntype = \"int16\"\nunit = \"kWh\"\n[[register]]\n"
            + "obis = \"1.8.0\"\nfunction = \"input\"\naddress = 2\ntype = \"int16\"\nunit = \"kWh\"",
        problem: "m.toml:12:1: \"1.8.0\" is no OBIS code. Write it like \"1-0:1.8.0\"."),
])
private func `a wrong profile says where and why`(_ slip: Slip) {
    let problem = #expect(throws: TOMLProblem.self) { try profile(register: slip.register, head: slip.head) }
    #expect(problem?.description == slip.problem)
}

@Test func `a serial number is a number or a text, or not set`() throws {
    let number = try #require(Profiles.sdm630.serialNumber)
    #expect(number.value(of: [0x0135, 0xC8D2]) == "20302034")
    #expect(number.value(of: [0, 0]) == nil)
    #expect(number.value(of: [0xFFFF, 0xFFFF]) == nil)
    #expect(number.value(of: [1]) == nil)
}
