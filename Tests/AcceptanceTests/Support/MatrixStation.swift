import Charging
import Simulator

/// One kind of station, with the people who charge there. It knows what really flowed.
protocol MatrixStation: Sendable {
    var id: String { get }
    /// How many cars charge there at once.
    var plugs: Int { get }
    /// The box sees its sessions only while it looks; the others tell afterwards what they did meanwhile.
    var isPolled: Bool { get }
    /// A meter counts for it, which is read only while the box is alive.
    var isMetered: Bool { get }
    /// By how many Wh its sessions may differ from what flowed. Between the journal and a cloud there is no such thing.
    var tolerance: Int64 { get }

    func run() async throws
    /// Cars come, or do so at those plugs where nobody starts them from afar.
    func begin(tag: UInt32, exceptAt plug: Int?) async
    /// The box has seen them; and what they got is all they will get.
    func flow() async
    func ebb() async
    /// The cars leave.
    func end() async
    /// In Wh, of each session in the order of beginning; `nil` while it runs.
    func energies() async -> [Int64?]
    /// The same by what the station counts itself.
    func ownEnergies() async -> [Int64?]
    /// Its line to the box breaks; a station that dials comes back by itself, the others when it `recovers`.
    func stumble() async
    func recover() async
}

extension MatrixStation {
    var plugs: Int { 1 }
    var isPolled: Bool { true }
    var isMetered: Bool { false }

    func ownEnergies() async -> [Int64?] { await energies() }
    func flow() async {}
    func ebb() async {}
    func recover() async {}
}

/// A wallbox of OCPP, whatever it speaks. It tells the very registers it counts with.
struct MatrixWallbox: MatrixStation {
    let id: String
    var plugs = 2
    let isPolled = false
    let tolerance: Int64 = 0
    /// What the car at the first plug draws; that at the second one draws twice as much.
    var watts: Int64
    let wallbox: any PluggedWallbox

    func run() async throws { try await wallbox.run() }

    func begin(tag: UInt32, exceptAt plug: Int?) async {
        let tag = String(tag, radix: 16, uppercase: true)
        // Two sessions with the same times and the same energy are one session to ChargeReport.
        for own in 1...plugs where own != plug { await wallbox.plugIn(own, tag, watts: Int64(own) * watts) }
    }

    func end() async { for plug in 1...plugs { await wallbox.plugOut(plug) } }
    func energies() async -> [Int64?] { await wallbox.energies }
    func stumble() async { await wallbox.cutLink() }
}

/// What the simulated wallboxes of both versions do alike.
protocol PluggedWallbox: Actor {
    func run() async throws
    func plugIn(_ plug: Int, _ tag: String, watts: Int64)
    func plugOut(_ plug: Int)
    func cutLink()
    var energies: [Int64?] { get }
}

extension SimulatedWallbox: PluggedWallbox {
    func plugIn(_ plug: Int, _ tag: String, watts: Int64) { startCharging(connector: plug, tag: tag, watts: watts) }
    func plugOut(_ plug: Int) { stopCharging(connector: plug) }
    var energies: [Int64?] { truth.transactions.map(\.energy) }
}

extension SimulatedWallbox201: PluggedWallbox {
    func plugIn(_ plug: Int, _ tag: String, watts: Int64) { startCharging(evse: plug, tag: tag, watts: watts) }
    func plugOut(_ plug: Int) { stopCharging(evse: plug) }
    var energies: [Int64?] { charged.map(\.energy) }
}
