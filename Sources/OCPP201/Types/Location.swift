import OCPP

/// Where a value is sampled.
package struct Location: Word {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    package static let body = Location(rawValue: "Body")
    package static let cable = Location(rawValue: "Cable")
    package static let ev = Location(rawValue: "EV")
    package static let inlet = Location(rawValue: "Inlet")
    package static let outlet = Location(rawValue: "Outlet")
    package static let upstream = Location(rawValue: "Upstream")
}
