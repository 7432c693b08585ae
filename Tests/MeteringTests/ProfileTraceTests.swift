import Charging
import FoundationEssentials
import Metering
import Testing

/// What a real meter sent, read with its profile.
@Suite(.enabled(if: Trace.isPresent, "the recorded Modbus frames are not here")) struct ProfileTraceTests {
    @Test func `the serial number of a real BSM-WS36A is found, and its maker and model are recognised`() throws {
        let profile = try MeterProfile(path: Profiles.folder + "/bauer-bsm-ws36a.toml")
        let trace = try Trace("bauer-bsm-rtu.jsonl")
        let serial = try #require(profile.serialNumber)
        let words = try #require(trace.words(of: serial.block))
        #expect(serial.value(of: words) == "21070006")
        let maker = try #require(profile.signature.blocks.first { $0.count == 16 })
        #expect(RegisterDecoder.text(of: try #require(trace.words(of: maker))) == "BAUER Electronic")
        #expect(profile.serial?.unit == trace.unit)
    }
}

/// Recorded requests and their answers.
private struct Trace {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "../../../shared/data/modbus-traces"
    ).standardizedFileURL.path
    static let isPresent = FileManager.default.fileExists(atPath: folder)

    private var answers: [RegisterBlock: [UInt16]] = [:]
    private(set) var unit: UInt8?

    init(_ file: String) throws {
        let data = try #require(FileManager.default.contents(atPath: Self.folder + "/" + file))
        let frames = String(decoding: data, as: UTF8.self).split(separator: "\n").compactMap(Self.frame)
        for (request, answer) in zip(frames, frames.dropFirst())
        where request.count == 8 && request[1] == 3 && answer.count > 5 && answer[1] == 3 {
            let block = RegisterBlock(
                function: .holding, address: UInt16(request[2]) << 8 | UInt16(request[3]),
                count: Int(request[4]) << 8 | Int(request[5]))
            let bytes = answer.dropFirst(3).prefix(2 * block.count)
            guard bytes.count == 2 * block.count else { continue }
            let start = bytes.startIndex
            unit = unit ?? answer[0]
            answers[block] = (0..<block.count).map {
                UInt16(bytes[start + 2 * $0]) << 8 | UInt16(bytes[start + 2 * $0 + 1])
            }
        }
    }

    func words(of piece: RegisterBlock) -> [UInt16]? {
        guard let (block, words) = answers.first(where: { $0.key.contains(piece) }) else { return nil }
        let start = Int(piece.address - block.address)
        return Array(words[start..<start + piece.count])
    }

    /// The hexadecimal text behind `"adu": "`.
    private static func frame(_ line: Substring) -> [UInt8]? {
        guard let mark = line.firstRange(of: "\"adu\": \"") else { return nil }
        let digits = Array(line[mark.upperBound...].prefix { $0 != "\"" })
        return stride(from: 0, to: digits.count - 1, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) }
    }
}
