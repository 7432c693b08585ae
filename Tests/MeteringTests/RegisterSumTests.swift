import Charging
import Metering
import StrictTOML
import Testing

private let head = "vendor = \"V\"\nmodel = \"M\"\nsource = \"S\"\n"
private let registers = ["1.7.0", "2.7.0"].enumerated().map { index, code in
    "[[register]]\nobis = \"1-0:\(code)\"\nfunction = \"input\"\naddress = \(index)\ntype = \"uint16\"\nunit = \"W\"\n"
}.joined()
private let sum = "[[sum]]\nobis = \"1-0:16.7.0\"\nof = [\"1-0:1.7.0\"]\nless = [\"1-0:2.7.0\"]\n"

@Test func `a sum is exact, and keeps what it was made of`() throws {
    let profile = try MeterProfile(text: head + registers + sum, file: "m.toml")
    let values = profile.values(from: [[3, 10]])
    #expect(values.last == RegisterValue(obis: .power, value: ExactDecimal(-7), unit: "W", raw: "0003000a"))
}

@Test func `a sum with a part missing is no sum`() throws {
    let profile = try MeterProfile(text: head + registers + sum, file: "m.toml")
    #expect(profile.values(from: [[3, 0xFFFF]]).map(\.obis) == ["1-0:1.7.0"])
}

@Test func `a sum may be a part of one that stands below it`() throws {
    let total = "[[sum]]\nobis = \"1-0:15.7.0\"\nof = [\"1-0:16.7.0\", \"1-0:1.7.0\"]\n"
    let profile = try MeterProfile(text: head + registers + sum + total, file: "m.toml")
    #expect(profile.values(from: [[3, 10]]).last?.value == ExactDecimal(-4))
    let problem = #expect(throws: TOMLProblem.self) {
        try MeterProfile(text: head + registers + total + sum, file: "m.toml")
    }
    #expect(
        problem?.description
            == "m.toml:16:1: the sum 1-0:15.7.0 has no part \"1-0:16.7.0\". "
            + "Name a [[register]] of this file, or a [[sum]] above.")
}
