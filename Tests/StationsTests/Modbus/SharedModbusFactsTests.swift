import Charging
import FoundationEssentials
import Metering
import Stations
import Testing

/// The facts that are shared beside this repository; they are no part of it.
private enum Shared {
    static let data = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../../shared/data").standardizedFileURL

    static func lines(_ path: String) -> [Substring]? {
        (try? String(contentsOf: data.appending(path: path), encoding: .utf8))?.split(separator: "\n")
    }
}

/// What a real KEBA answered, as bytes on the wire.
@Test(.enabled(if: Shared.lines("modbus-traces/keba-p30-tcp.jsonl") != nil, "the shared recordings are not here"))
func `the answers of a real KEBA P30 are a car that charges`() throws {
    struct Frame: Decodable {
        var dir: String
        var adu: String
    }
    let frames = try #require(Shared.lines("modbus-traces/keba-p30-tcp.jsonl")).map {
        try JSONDecoder().decode(Frame.self, from: Data($0.utf8))
    }
    var answers: [UInt16: [UInt16]] = [:]
    for (request, answer) in zip(frames, frames.dropFirst()) where request.dir == "master->slave" {
        let (asked, told) = (bytes(request.adu), bytes(answer.adu))
        try #require(asked.prefix(2) == told.prefix(2) && told.count == 13 && told[7] == 3)
        answers[UInt16(asked[8]) << 8 | UInt16(asked[9])] = [
            UInt16(told[9]) << 8 | UInt16(told[10]), UInt16(told[11]) << 8 | UInt16(told[12]),
        ]
    }
    let profile = try WallboxProfile(path: Yard.path(of: "keba-p30"))
    // What was not asked in the recording is 0.
    let reading = try #require(
        profile.reading(from: profile.blocks.map { answers[$0.address] ?? [UInt16](repeating: 0, count: $0.count) }))
    #expect(reading.state == .charging)
    let firmware = try #require(profile.firmware)
    #expect(answers[firmware.block.address].flatMap(firmware.name(of:)) == "3.10.51")
    let withoutState = profile.blocks.map { block in
        block.address == 1000 ? [0, 2] : answers[block.address] ?? [UInt16](repeating: 0, count: block.count)
    }
    #expect(profile.reading(from: withoutState)?.state == .preparing, "the cable is in, station and car")
}

private func bytes(_ hexadecimal: String) -> [UInt8] {
    let digits = Array(hexadecimal)
    return stride(from: 0, to: digits.count - 1, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) }
}

/// The registers of each profile stand in the table of facts with the same function, type and scale: a second pair of
/// eyes, for the simulated wallboxes read the same files as the gateway.
@Test(
    .enabled(if: Shared.lines("modbus-devices.csv") != nil, "the shared facts are not here"), arguments: Yard.names)
func `a profile agrees with the facts`(_ name: String) throws {
    let facts = try #require(Shared.lines("modbus-devices.csv")).map(fields)
    let models = [
        "abb-terra-ac": "Terra AC", "alfen-eve": "Eve Single/Double Pro-line",
        "amperfied-connect": "Wallbox connect/solar (Heidelberg)",
        "bender-cc612": "CC612/CC613 (MENNEKES AMTRON 4You/Professional, Garo, Webasto Live, Ensto ...)",
        "compleo-solo": "Solo/Duo", "em2go-pro-power": "Home/Pro Power", "go-e-charger": "Charger Gemini/HOME+ (V3/V4)",
        "heidelberg-energy-control": "Energy Control", "innogy-ebox": "eBox smart/professional",
        "keba-p30": "KeContact P30 c/x-series", "keba-p40": "KeContact P40",
        "mennekes-amtron-compact": "AMTRON Compact 2.0/2.0s", "mennekes-amtron-xtra": "AMTRON Xtra/Premium (HCC3)",
        "peblar": "Home/Business", "phoenix-charx": "CHARX SEC-3xxx",
        "schneider-evlink-pro-ac": "EVlink Pro AC / Parking (EVCSE03)", "siemens-versicharge": "VersiCharge AC (Gen3)",
        "vestel-evc04": "EVC04 / Webasto Unite / ABL eM4-like", "webasto-next": "Next / Unite",
    ]
    // Where the profile knows better, and its head says why.
    let exceptions = [
        "keba-p30 5016", "keba-p40 5016", "compleo-solo 4096", "siemens-versicharge 1599", "go-e-charger 132",
    ]
    let model = try #require(models[name], "say which rows of the table \(name) is")
    let rows = facts.filter { $0.count > 8 && $0[1] == model }
    for register in try registers(of: Yard.path(of: name)) {
        guard let address = register["address"], !exceptions.contains("\(name) \(address)") else { continue }
        let codes = ["holding": "3", "input": "4", "single": "6", "multiple": "16"]
        let row = rows.first { $0[5] == address && $0[3] == codes[register["function"] ?? ""] }
        let fact = try #require(row, "\(name) has a register \(address) that is no fact")
        if let type = register["type"], type.contains("int") || type.contains("float") {
            #expect(type == fact[6], "type of \(address)")
            let order = register["word_order"] ?? "ABCD"
            #expect(fact[7] == "-" || fact[7] == order || fact[7].hasPrefix("words LSW"), "word order of \(address)")
        }
        if let unit = register["unit"], register["measurand"] != "Voltage" || fact[9] == "V" {
            #expect(factor(register["scale"] ?? "1", unit) == factor(fact[8], fact[9]), "scale of \(address)")
        }
    }
}

/// Milli-units in one step of the register.
private func factor(_ scale: String, _ unit: String) -> Double {
    let thousand = ["kWh", "kW"].contains(unit) ? 1000.0 : ["mA", "ms"].contains(unit) ? 0.001 : 1
    return ((Double(scale) ?? 1) * thousand * 1e6).rounded()
}

/// The tables of a profile that have an address, key by key; read with no help of the gateway's reader.
private func registers(of path: String) throws -> [[String: String]] {
    var tables: [[String: String]] = []
    for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n") where !line.hasPrefix("#") {
        if line.hasPrefix("[") { tables.append([:]) }
        guard let equals = line.firstIndex(of: "="), !tables.isEmpty else { continue }
        let key = line[..<equals].filter { $0 != " " }
        tables[tables.count - 1][key] = line[line.index(after: equals)...].filter { $0 != "\"" && $0 != " " }
    }
    return tables.filter { $0["address"] != nil }
}

/// One line of the table; a comma inside quotes is no border.
private func fields(_ line: Substring) -> [String] {
    var (fields, isQuoted) = ([""], false)
    for character in line {
        if character == "\"" {
            isQuoted.toggle()
        } else if character == ",", !isQuoted {
            fields.append("")
        } else {
            fields[fields.count - 1].append(character)
        }
    }
    return fields
}
