/// A network interface of a station.
package enum OCPPInterface: String, Codable, Sendable, CaseIterable {
    case wired0 = "Wired0"
    case wired1 = "Wired1"
    case wired2 = "Wired2"
    case wired3 = "Wired3"
    case wireless0 = "Wireless0"
    case wireless1 = "Wireless1"
    case wireless2 = "Wireless2"
    case wireless3 = "Wireless3"
}
