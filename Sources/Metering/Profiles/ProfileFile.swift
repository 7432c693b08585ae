/// A profile as it stands in its file; `ProfileChecks` says what has to hold beyond the types.
struct ProfileFile: Decodable {
    /// Where the registers are offsets: `[sunspec]`.
    struct SunSpecPlace: Decodable {
        var model: UInt16
    }

    var vendor: String
    var model: String
    var variants: [String]?
    var source: String
    /// How many registers the meter gives in one answer.
    var largestBlock: Int?
    var readsGaps: Bool?
    var pauseMilliseconds: Int?
    var timeoutMilliseconds: Int?
    var serial: SerialDefaults?
    var mid: MIDFacts?
    var sunspec: SunSpecPlace?
    var recognise: [RecognitionRegister]?
    var serialNumber: PlateRegister?
    var firmware: PlateRegister?
    var register: [MeterRegister]
    var sum: [RegisterSum]?

    enum CodingKeys: String, CodingKey {
        case vendor
        case model
        case variants
        case source
        case largestBlock = "largest_block"
        case readsGaps = "reads_gaps"
        case pauseMilliseconds = "pause_milliseconds"
        case timeoutMilliseconds = "timeout_milliseconds"
        case serial
        case mid
        case sunspec
        case recognise
        case serialNumber = "serial_number"
        case firmware
        case register
        case sum
    }

    var limits: RequestLimits {
        var limits = RequestLimits()
        if let largestBlock { limits.largestBlock = largestBlock }
        if let readsGaps { limits.readsGaps = readsGaps }
        if let pauseMilliseconds { limits.pause = .milliseconds(pauseMilliseconds) }
        limits.timeout = timeoutMilliseconds.map { .milliseconds($0) }
        return limits
    }
}
