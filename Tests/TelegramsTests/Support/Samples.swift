import Charging
import Telegrams

/// Telegrams made up for the tests.
enum Samples {
    static let p1Lines = [
        "1-3:0.2.8(50)", "0-0:1.0.0(260115130000W)", "0-0:96.1.1(4530303331323334353637383930)",
        "1-0:1.8.1(001234.567*kWh)", "1-0:1.8.2(002345.678*kWh)", "1-0:2.8.1(000010.001*kWh)",
        "1-0:2.8.2(000020.002*kWh)", "0-0:96.14.0(0002)", "1-0:1.7.0(03.456*kW)", "1-0:2.7.0(00.000*kW)",
        "1-0:32.7.0(230.1*V)", "1-0:52.7.0(229.8*V)", "1-0:72.7.0(231.0*V)", "1-0:31.7.0(005*A)",
        "1-0:51.7.0(005*A)", "1-0:71.7.0(005*A)", "1-0:21.7.0(01.152*kW)", "1-0:41.7.0(01.152*kW)",
        "1-0:61.7.0(01.152*kW)",
    ]

    /// With its checksum, `608C`.
    static let p1 = p1(p1Lines)

    static func p1(_ lines: [String], name: String = "XYZ5SITEBOX-TEST", lineEnd: String = "\r\n") -> [UInt8] {
        let body = Array(("/" + ([name, ""] + lines).joined(separator: lineEnd) + lineEnd + "!").utf8)
        let digits = String(Bits.arc(body), radix: 16, uppercase: true)
        return body + Array((String(repeating: "0", count: 4 - digits.count) + digits + lineEnd).utf8)
    }

    /// As DSMR 2 and 3 send it: without a checksum.
    static func p1Unchecked(_ lines: [String], name: String = "XYZ5OLD-TEST") -> [UInt8] {
        Array(("/" + ([name, ""] + lines).joined(separator: "\r\n") + "\r\n!\r\n").utf8)
    }

    /// Server id 0A014C475A0003403B49, second 1000, import 1 234 567.8 Wh, export 123.4 Wh, power -1500 W.
    static let sml = Bits.bytes(
        "1b1b1b1b01010101760501020301620062007263010176010103002a0b0a014c475a0003403b49010163c57e00760501"
            + "020302620062007263070177010b0a014c475a0003403b49070100620affff72620165000003e87377070100010800ff"
            + "650001018201621e52ff690000000000bc614e0177070100020800ff0101621e52ff6900000000000004d20177070100"
            + "100700ff0101621b520055fffffa2401010163f76b007605010203036200620072630201710163f6140000001b1b1b1b"
            + "1a02257c")

    /// A block with its check character, as a meter sends it that was asked.
    static func block(_ lines: [String], name: String? = "XYZ5TEST-METER") -> [UInt8] {
        let data = Array((lines.joined(separator: "\r\n") + "\r\n!\r\n").utf8) + [0x03]
        return Array((name.map { "/\($0)\r\n" } ?? "").utf8) + [0x02] + data + [data.reduce(0, ^)]
    }

    static let d0 = block(["0.0.0(12345678)", "1.8.0(0001234.5*kWh)", "2.8.0(0000012.3*kWh)"])

    static func pushed(_ lines: [String], name: String = "XYZ5TEST-METER") -> [UInt8] {
        Array("/\(name)\r\n\r\n\(lines.joined(separator: "\r\n"))\r\n!\r\n".utf8)
    }

    /// One of each, by format, that reads well.
    static func good(_ format: TelegramFormat) -> [UInt8] {
        switch format {
        case .p1: p1
        case .sml: sml
        case .d0: d0
        }
    }
}

extension TelegramOutcome {
    var telegram: Telegram? { if case .telegram(let telegram) = self { telegram } else { nil } }
    var damage: TelegramDamage? { if case .damaged(let damage) = self { damage } else { nil } }
}

extension TelegramFormat {
    /// What a new reader makes of the bytes.
    func read(_ bytes: [UInt8]) -> [TelegramOutcome] {
        var reader = TelegramReader(self)
        return reader.feed(bytes)
    }
}

extension Telegram {
    func text(_ obis: OBIS) -> String? {
        registers.first { $0.obis == obis }.map { "\($0.value) \($0.unit)" }
    }
}
