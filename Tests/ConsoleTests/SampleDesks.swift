import Charging
import Gateway

/// Tests have tags, too.
typealias Tag = Charging.Tag

extension TagList {
    static let sample = TagList(
        version: 3,
        records: [
            TagRecord(tag: Tag("04B0267AE05C80")!, group: Tag("FAMILY")!, note: "Anna"),
            TagRecord(tag: Tag("04FF00AA11BB22")!, status: .blocked, note: "lost"),
            TagRecord(tag: Tag("0411223344")!, expires: .noon - .hours(1)),
        ], configured: [Tag("TEST")!])
}

extension Reservation {
    static let sample = Reservation(
        id: 12, station: "CP1", evse: 1, driver: TagHolder(tag: Tag("04B0267AE05C80")!), expires: .noon + .hours(1),
        created: .noon)
}

extension VariableReport {
    static let samples = [
        VariableReport(
            name: "LocalAuthListCtrlr.Entries", attribute: "Actual", value: "7", unit: nil, mutability: "ReadOnly",
            at: .noon - .minutes(5)),
        VariableReport(
            name: "SecurityCtrlr.BasicAuthPassword", attribute: "Actual", value: nil, unit: nil,
            mutability: "WriteOnly", at: .noon - .minutes(5)),
    ]
}

extension CorrectionReport {
    static let sample = CorrectionReport(
        seq: 90, at: .noon - .minutes(2), station: "CP1", transaction: TransactionID(3)!, told: .end,
        moment: .noon - .minutes(240), register: ExactDecimal(31_400))
}
