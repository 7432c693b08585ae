import Charging
import OCPP

/// Answers what a station says in one version of OCPP, and writes it into the station's books.
///
/// It knows no socket. What no CSMS can work with it notes, and answers as a CSMS would all the same.
protocol CSMSDesk: Sendable {
    var dialect: Dialect { get }
    var rules: CSMSRules { get }
    var calls: [String: any Call.Type] { get }

    /// - Parameters:
    ///   - nextID: the next id of a transaction, where the CSMS gives ids.
    func answer(
        _ action: String, _ payload: Payload, _ station: inout CSMSStation, _ nextID: inout Int32
    ) throws -> any Encodable
    /// The answer to a boot that is not accepted yet.
    func postponement(status: String, interval: Int) -> any Encodable
}

/// By which rules a desk answers, and what time it is.
struct CSMSRules: Sendable {
    var habits: CSMSHabits
    var verdicts: [String: String]
    var now: Timestamp

    func verdict(_ tag: String) -> String { verdicts[tag] ?? habits.unknownTag }
}

extension CSMSStation {
    /// Notes a time that is missing or not written as it should be.
    mutating func check(time: String?, of what: String, isNeeded: Bool = true) {
        guard let time else {
            if isNeeded { object("\(what) has no timestamp.") }
            return
        }
        if !CSMSStrictness.isPlainTime(time) { object("\(what) is stamped \(time).") }
    }

    /// Notes members that are not written as integers.
    mutating func check(integers names: [String], in payload: Payload, of what: String) {
        for name in names where !CSMSStrictness.isInteger(name, in: payload.verbatim) {
            object("\(what) has a \(name) that is no integer.")
        }
    }

    /// Notes members that are not written as numbers.
    mutating func check(numbers names: [String], in payload: Payload, of what: String) {
        for name in names where !CSMSStrictness.isNumber(name, in: payload.verbatim) {
            object("\(what) has a \(name) that is no number.")
        }
    }

    mutating func check(_ text: String?, _ name: String, of what: String, atMost limit: Int) {
        guard let text, text.isEmpty || text.unicodeScalars.count > limit else { return }
        object("\(what) has a \(name) of \(text.unicodeScalars.count) characters.")
    }

    /// Takes what a meter showed; `nil` changes nothing.
    mutating func show(_ register: Int64?) {
        if let register { latestMeterWattHours = register }
    }
}
