import NIOCore

/// What a station of the load says besides its meter values.
enum StationFrames {
    static func boot(_ station: String) -> [UInt8] {
        text(
            #"[2,"b1","BootNotification",{"chargePointVendor":"Load","chargePointModel":"Bench","#
                + #""chargePointSerialNumber":"\#(station)","firmwareVersion":"1.0"}]"#)
    }

    static func start(_ station: String) -> [UInt8] {
        text(
            #"[2,"s1","StartTransaction",{"connectorId":1,"idTag":"04B0267AE05C80","meterStart":1000000,"#
                + #""timestamp":"2026-04-14T16:30:00Z"}]"#)
    }

    /// The state of the first connector.
    static let report = text(
        #"[2,"n1","StatusNotification",{"connectorId":1,"errorCode":"NoError","status":"Available","#
            + #""timestamp":"2026-04-14T16:30:00Z"}]"#)

    /// A station of the load knows no command.
    static func refusal(of call: ByteBuffer) -> [UInt8] {
        let parts = String(buffer: call).split(separator: "\"", maxSplits: 2, omittingEmptySubsequences: false)
        return text(#"[4,"\#(parts.count > 1 ? parts[1] : "")","NotImplemented","",{}]"#)
    }

    private static func text(_ json: String) -> [UInt8] { ClientFrame(Array(json.utf8)).bytes }
}

/// The MeterValues of one transaction, each with its own id, time, register, power and current.
struct MeterMessages {
    private var frame: ClientFrame
    private let fields: [ClientFrame.Field]
    private var count = 0

    init(transaction: Int) {
        let sample = #""context":"Sample.Periodic","location":"Outlet""#
        (frame, fields) = ClientFrame.make(
            #"[2,"m#########","MeterValues",{"connectorId":1,"transactionId":\#(transaction),"#
                + #""meterValue":[{"timestamp":"2026-04-14T##:##:##.###Z","sampledValue":["#
                + #"{"value":"1######","measurand":"Energy.Active.Import.Register","unit":"Wh",\#(sample)},"#
                + #"{"value":"1####.#","measurand":"Power.Active.Import","unit":"W"},"#
                + #"{"value":"1#.##","measurand":"Current.Import","phase":"L1","unit":"A"}]}]}]"#)
    }

    /// The next message, 10 ms of the simulated day later than the one before.
    mutating func next() -> [UInt8] {
        count += 1
        let clock = (count * 10) % 86_400_000
        let values = [
            count, clock / 3_600_000, clock / 60_000 % 60, clock / 1000 % 60, clock % 1000, count % 1_000_000,
            count * 7 % 10_000, count % 10, count % 10, count % 100,
        ]
        for (field, value) in zip(fields, values) { frame.set(field, to: value) }
        return frame.bytes
    }

    /// Whether a CALLRESULT bears the id of the last message.
    func isAnswered(by text: ByteBuffer) -> Bool {
        var rest = count
        var digits = 9
        guard let quote = text.readableBytesView.firstIndex(of: UInt8(ascii: "\"")) else { return false }
        while digits > 0 {
            guard text.getInteger(at: quote + 1 + digits, as: UInt8.self) == UInt8(ascii: "0") + UInt8(rest % 10)
            else { return false }
            rest /= 10
            digits -= 1
        }
        return text.getInteger(at: quote + 1, as: UInt8.self) == UInt8(ascii: "m")
    }
}

/// What kind of OCPP-J frame came, told from its first digit; spaces are allowed before it.
enum Answer {
    case call, result, error, other

    init(_ text: ByteBuffer) {
        self =
            switch text.readableBytesView.first(where: { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
            case UInt8(ascii: "2"): .call
            case UInt8(ascii: "3"): .result
            case UInt8(ascii: "4"): .error
            default: .other
            }
    }

    /// Whether the answer to a BootNotification lets the station go on.
    static func isAccepted(_ text: ByteBuffer) -> Bool {
        String(buffer: text).utf8.firstRange(of: #""Accepted""#.utf8) != nil
    }

    static func transaction(in text: ByteBuffer) -> Int? {
        let json = String(buffer: text).utf8
        guard let key = json.firstRange(of: #""transactionId":"#.utf8) else { return nil }
        let digits = json[key.upperBound...].drop { $0 == UInt8(ascii: " ") }
            .prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return Int(String(decoding: digits, as: UTF8.self))
    }
}
