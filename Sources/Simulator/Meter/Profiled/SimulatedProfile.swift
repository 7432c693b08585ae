import Charging
package import StrictTOML

/// A meter profile as the simulator reads it: which registers there are and what stands in them.
///
/// Read by its own types and written by its own encoder, not the gateway's, so that each is a check of the other.
package struct SimulatedProfile: Hashable, Sendable, Decodable {
    struct Register: Hashable, Sendable, Decodable {
        enum CodingKeys: String, CodingKey {
            case obis, function, address, type, unit, scale, inverted, undefined
            case exponentAddress = "exponent_address"
            case wordOrder = "word_order"
            case rollsOverAt = "rolls_over_at"
        }

        var obis: OBIS
        var function: String
        var address: Int
        var type: String
        var unit: String
        var scale: ExactDecimal?
        var exponentAddress: Int?
        var wordOrder: String?
        var inverted: Bool?
        var undefined: [String]?
        var rollsOverAt: ExactDecimal?
    }

    struct Plate: Hashable, Sendable, Decodable {
        enum CodingKeys: String, CodingKey {
            case function, address, type, length
            case wordOrder = "word_order"
        }

        var function: String
        var address: Int
        var type: String
        var length: Int?
        var wordOrder: String?
    }

    struct Recognition: Hashable, Sendable, Decodable {
        enum CodingKeys: String, CodingKey {
            case function, address, type, values, from, to, length
            case startsWith = "starts_with"
            case wordOrder = "word_order"
        }

        var function: String
        var address: Int
        var type: String?
        var wordOrder: String?
        var values: [Int64]?
        var from: ExactDecimal?
        var to: ExactDecimal?
        var startsWith: String?
        var length: Int?
    }

    struct Sum: Hashable, Sendable, Decodable {
        var obis: OBIS
        var of: [OBIS]
        var less: [OBIS]?
    }

    struct Serial: Hashable, Sendable, Decodable {
        enum CodingKeys: String, CodingKey {
            case baud, parity, unit
            case stopBits = "stop_bits"
        }

        var baud: Int
        var parity: String
        var stopBits: Int
        var unit: UInt8?
    }

    struct MID: Hashable, Sendable, Decodable {
        enum CodingKeys: String, CodingKey {
            case variant, note
            case accuracyClass = "class"
        }

        var variant: Bool
        var accuracyClass: String?
        var note: String?
    }

    struct SunSpecPlace: Hashable, Sendable, Decodable { var model: UInt16 }

    package enum CodingKeys: String, CodingKey {
        case vendor, model, variants, source, serial, mid, sunspec, recognise, firmware, register, sum
        case largestBlock = "largest_block"
        case readsGaps = "reads_gaps"
        case pauseMilliseconds = "pause_milliseconds"
        case timeoutMilliseconds = "timeout_milliseconds"
        case serialNumber = "serial_number"
    }

    package var vendor: String
    package var model: String
    var variants: [String]?
    var source: String
    var largestBlock: Int?
    var readsGaps: Bool?
    var pauseMilliseconds: Int?
    var timeoutMilliseconds: Int?
    var serial: Serial?
    var mid: MID?
    var sunspec: SunSpecPlace?
    var recognise: [Recognition]?
    var serialNumber: Plate?
    var firmware: Plate?
    var register: [Register]
    var sum: [Sum]?

    package init(path: String) throws(TOMLProblem) { self = try TOMLDocument(path: path).decode(Self.self) }

    package init(text: String, file: String) throws(TOMLProblem) {
        self = try TOMLDocument(text, file: file).decode(Self.self)
    }

    /// The Modbus address it leaves the factory with.
    package var unit: UInt8 { serial?.unit ?? 1 }
    var hasThreePhases: Bool { register.contains { $0.obis == "1-0:52.7.0" || $0.obis == "1-0:56.7.0" } }
}
