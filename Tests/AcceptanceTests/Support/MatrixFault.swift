/// What goes wrong while everybody charges.
enum MatrixFault: String, CaseIterable, Sendable {
    case nothing
    case cloudsDie = "the clouds die"
    case boxIsKilled = "the box is killed"
    case both = "the clouds die and the box is killed"
    case stationsReconnect = "the stations lose the box while the clouds are dead"
    case oneCloudStays = "one cloud stays, and starts and stops cars from afar while the others are dead"
    case clocksAreWrong = "the clocks of the wallboxes fall back to 2000"
    case boxHasNoClock = "the box believes that it is 2000, and learns the time while the clouds are dead"
    case boxIsAhead = "the box is three hours ahead, and set back while the clouds are dead"

    var killsClouds: Bool { ![.nothing, .boxIsKilled, .clocksAreWrong].contains(self) }
    /// The cloud that controls is not among them.
    var sparesTheController: Bool { self == .oneCloudStays }
    var killsBox: Bool { [.boxIsKilled, .both].contains(self) }
    var cutsStations: Bool { self == .stationsReconnect }
    var spoilsClocks: Bool { self == .clocksAreWrong }
    /// How the clock of the box goes at first, which nobody has synchronised then; `nil` where it is right.
    var boxClock: BoxClock.Setting? {
        switch self {
        case .boxHasNoClock: .at(946_684_800)
        case .boxIsAhead: .ahead(3 * 3600)
        default: nil
        }
    }
}
