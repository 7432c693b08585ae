import OCPP

/// Which phase a value is of.
package struct Phase: Word {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    package static let l1 = Phase(rawValue: "L1")
    package static let l2 = Phase(rawValue: "L2")
    package static let l3 = Phase(rawValue: "L3")
    package static let n = Phase(rawValue: "N")
    package static let l1N = Phase(rawValue: "L1-N")
    package static let l2N = Phase(rawValue: "L2-N")
    package static let l3N = Phase(rawValue: "L3-N")
    package static let l1L2 = Phase(rawValue: "L1-L2")
    package static let l2L3 = Phase(rawValue: "L2-L3")
    package static let l3L1 = Phase(rawValue: "L3-L1")
}
