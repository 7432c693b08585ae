import OCPP

/// The type of a variable.
package struct DataType: Word {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    package static let string = DataType(rawValue: "string")
    package static let decimal = DataType(rawValue: "decimal")
    package static let integer = DataType(rawValue: "integer")
    package static let dateTime = DataType(rawValue: "dateTime")
    package static let boolean = DataType(rawValue: "boolean")
    package static let optionList = DataType(rawValue: "OptionList")
    package static let sequenceList = DataType(rawValue: "SequenceList")
    package static let memberList = DataType(rawValue: "MemberList")
}
