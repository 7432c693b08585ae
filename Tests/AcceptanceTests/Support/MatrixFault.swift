/// What goes wrong while everybody charges.
enum MatrixFault: String, CaseIterable, Sendable {
    case nothing
    case cloudsDie = "the clouds die"
    case boxIsKilled = "the box is killed"
    case both = "the clouds die and the box is killed"
    case stationsReconnect = "the stations lose the box while the clouds are dead"
    case clocksAreWrong = "the clocks of the wallboxes fall back to 2000"

    var killsClouds: Bool { [.cloudsDie, .both, .stationsReconnect].contains(self) }
    var killsBox: Bool { [.boxIsKilled, .both].contains(self) }
    var cutsStations: Bool { self == .stationsReconnect }
    var spoilsClocks: Bool { self == .clocksAreWrong }
}
