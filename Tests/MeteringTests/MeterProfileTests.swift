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
    Slip(
        register: "function = \"input\"\naddress = 1\ntype = \"int16\"\nunit = \"kWh\"\nexponent_address = 90",
        problem: "m.toml:11:1: the exponent is too far from its value to be read in one request of 60."),
    Slip(
        register: "function = \"input\"\naddress = 1\ntype = \"int16\"\nunit = \"kWh\"\nundefined = [\"7fffffff\"]",
        problem: "m.toml:11:14: \"7fffffff\" is not 4 hexadecimal digits, as int16 has."),
    Slip(head: "pause_milliseconds = 2000", problem: "m.toml:4:1: pause_milliseconds must be 0 to 1000."),
    Slip(
        head: "[serial]\nbaud = 9601\nparity = \"even\"\nstop_bits = 3",
        problem: "m.toml:5:1: 9601 is no speed of a serial line. Known: 1200, 2400, 4800, 9600, 19200, 38400, 57600, "
            + "115200, 230400, 460800, 500000, 576000, 921600, 1000000.\nm.toml:7:1: stop_bits must be 1 or 2."),
    Slip(
        head: "[[recognise]]\nfunction = \"holding\"\naddress = 1",
        problem: "m.toml:4:1: [[recognise]] needs a type for a number, or starts_with and length for a text."),
    Slip(
        head: "[[recognise]]\nfunction = \"holding\"\naddress = 1\ntype = \"uint16\"\nfrom = \"5\"",
        problem: "m.toml:4:1: a number has either values, or from and to."),
    Slip(
        head: "[[recognise]]\nfunction = \"holding\"\naddress = 1\nstarts_with = \"AB\"",
        problem: "m.toml:7:1: a text has a length of 1 to 32 registers, and nothing of a number."),
    Slip(
        head: "[[recognise]]\nfunction = \"holding\"\naddress = 1\ntype = \"uint16\"\nvalue = [5]",
        problem: "m.toml:8:1: unknown key \"value\" in [[recognise]] number 1. Did you mean \"values\"?"),
    Slip(
        register: "function = \"holding\"\naddress = 1\ntype = \"int16\"\nunit = \"kWh\"", head: "[sunspec]\nmodel = 1",
        problem: "m.toml:5:1: 1 is no model of a meter."),
    Slip(
        head: "[mid]\nvariant = true\nclass = \"D\"",
        problem: "m.toml:6:1: class must be \"A\", \"B\" or \"C\", not \"D\". Did you mean \"A\"?"),
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

private struct Plate: CustomTestStringConvertible, Sendable {
    var type: String
    var words: [UInt16]
    var value: String?
    var testDescription: String { "\(type) \(RegisterDecoder.hexadecimal(words))" }
}

@Test(arguments: [
    Plate(type: "text", words: [0x4142, 0x3132], value: "AB12"),
    Plate(type: "text", words: [0x2020, 0x2020], value: nil),
    Plate(type: "bcd", words: [0x0012, 0x3456], value: "00123456"),
    Plate(type: "bcd", words: [0x001A, 0x0000], value: nil),
    Plate(type: "hexadecimal", words: [0x00AB, 0x12CD], value: "00AB12CD"),
    Plate(type: "hexadecimal", words: [0, 0], value: nil),
    Plate(type: "version", words: [0x0102, 0x0A00], value: "1.2.10.0"),
    Plate(type: "version", words: [0xFFFF, 0xFFFF], value: nil),
])
private func `a plate is read as it is written`(_ plate: Plate) throws {
    let head = "[serial_number]\nfunction = \"holding\"\naddress = 1\ntype = \"\(plate.type)\"\nlength = 2"
    let profile = try profile(
        register: "function = \"input\"\naddress = 72\ntype = \"float32\"\nunit = \"kWh\"", head: head)
    #expect(profile.serialNumber?.block.count == 2)
    #expect(profile.serialNumber?.value(of: plate.words) == plate.value)
}

@Test func `a meter that is mounted the other way round is put right`() throws {
    let profile = try profile(
        register: "function = \"input\"\naddress = 0\ntype = \"int16\"\nunit = \"W\"\ninverted = true")
    #expect(profile.values(from: [[0xFFFE]]).first?.value == ExactDecimal(2))
    #expect(profile.values(from: [[0xFFFE]]).first?.raw == "fffe")
}

@Test func `what else a meter writes for no value is no value`() throws {
    let register = "function = \"input\"\naddress = 0\ntype = \"int16\"\nunit = \"W\"\nundefined = [\"7FFF\"]"
    #expect(try profile(register: register).values(from: [[0x7FFF]]).isEmpty)
    #expect(try profile(register: register).values(from: [[0x7FFE]]).count == 1)
}

@Test func `a profile states what its meter takes of a master`() throws {
    let register = "function = \"input\"\naddress = 0\ntype = \"int16\"\nunit = \"W\""
    let usual = try profile(register: register).limits
    #expect(usual == RequestLimits(largestBlock: 60, readsGaps: false, pause: .zero, timeout: nil))
    let head = "largest_block = 20\nreads_gaps = true\npause_milliseconds = 50\ntimeout_milliseconds = 900"
    let own = try profile(register: register, head: head).limits
    #expect(
        own
            == RequestLimits(
                largestBlock: 20, readsGaps: true, pause: .milliseconds(50), timeout: .milliseconds(900)))
}
