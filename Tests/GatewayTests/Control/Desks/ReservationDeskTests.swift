import Charging
import Simulator
import Testing

@testable import Gateway

@Suite(.timeLimit(.minutes(1))) struct ReservationDeskTests {
    private let memory = MemorySite()

    private func desk(_ station: FakeStation) -> ReservationDesk {
        let commands = CommandDesk(dispatcher: station, recorder: memory)
        return ReservationDesk(commands: commands, site: { [memory] in memory.site }, wallClock: memory.wallClock)
    }

    private func wish(_ evse: Int? = 1, for span: Duration = .hours(1)) -> ReservationWish {
        ReservationWish(station: "CP1", evse: evse, tag: Tag("MINE")!, until: memory.now + span)
    }

    @Test func `a station that reserves keeps the place itself`() async throws {
        let station = FakeStation(.success(CommandResult(status: "Accepted")))
        let made = try await desk(station).reserve(wish(), origin: "cli")
        #expect(made.heldBy == .station)
        #expect(memory.settled.reservations.all == [made])
        #expect(station.heard == [.reserve(made)])
    }

    @Test(arguments: [
        FakeStation.Answer.success(CommandResult(status: "Rejected")),
        .failure(.refused(code: "NotImplemented", description: "")), .failure(.unsupported("It cannot.")),
        .failure(.notConnected),
    ])
    func `where the station cannot, the gateway keeps it`(answer: FakeStation.Answer) async throws {
        let made = try await desk(FakeStation(answer)).reserve(wish(), origin: "cli")
        #expect(made.heldBy == .gateway)
        #expect(memory.settled.reservations.all == [made])
    }

    @Test(arguments: ["Occupied", "Faulted", "Unavailable"])
    func `a place that cannot be had is refused with the station's word`(word: String) async throws {
        let desk = desk(FakeStation(.success(CommandResult(status: word))))
        let error = await #expect(throws: ControlError.self) { try await desk.reserve(wish(), origin: "cli") }
        #expect(String(describing: error).contains(word))
        #expect(memory.settled.reservations.all == [])
    }

    @Test func `what is impossible is not asked of the station`() async throws {
        try await memory.shows(.available, on: 1, at: "CP1")
        let station = FakeStation(.success(CommandResult(status: "Accepted")))
        let desk = desk(station)
        await #expect(throws: ControlError.self) { try await desk.reserve(wish(3), origin: "cli") }
        await #expect(throws: ControlError.self) { try await desk.reserve(wish(for: .zero), origin: "cli") }
        #expect(station.heard == [])
        _ = try await desk.reserve(wish(), origin: "cli")
        await #expect(throws: ControlError.refused("That place is reserved already.")) {
            try await desk.reserve(wish(), origin: "cli")
        }
        #expect(station.heard.count == 1)
    }

    @Test(arguments: [ConnectorState.preparing, .faulted, .unavailable, .occupied])
    func `the gateway keeps no place that cannot be had`(state: ConnectorState) async throws {
        try await memory.shows(state, on: 1, at: "CP1")
        try await memory.shows(.available, on: 2, at: "CP1")
        let desk = desk(FakeStation(.failure(.notConnected)))
        await #expect(throws: ControlError.self) { try await desk.reserve(wish(1), origin: "cli") }
        #expect(try await desk.reserve(wish(nil), origin: "cli").heldBy == .gateway)
        #expect(memory.settled.reservations.all.map(\.evse) == [nil])
    }

    @Test func `a place where somebody charges is not kept by the gateway`() async throws {
        try await memory.starts("SOMEBODY", on: 1, at: "CP1")
        let desk = desk(FakeStation(.failure(.notConnected)))
        await #expect(throws: ControlError.self) { try await desk.reserve(wish(1), origin: "cli") }
        await #expect(throws: ControlError.self) { try await desk.reserve(wish(nil), origin: "cli") }
        #expect(memory.settled.reservations.all == [])
    }

    @Test func `a station that may have agreed is not second-guessed`() async throws {
        let desk = desk(FakeStation(.failure(.timedOut)))
        await #expect(throws: ControlError.self) { try await desk.reserve(wish(), origin: "cli") }
        #expect(memory.settled.reservations.all == [])
    }

    @Test func `what cannot be recorded is taken back from the station`() async throws {
        memory.fail(.storage("The disk is full."))
        let station = FakeStation(.success(CommandResult(status: "Accepted")))
        let desk = desk(station)
        await #expect(throws: ControlError.self) { try await desk.reserve(wish(), origin: "cli") }
        guard case .cancelReservation = station.heard.last else {
            Issue.record("\(station.heard)")
            return
        }
    }

    @Test func `cancelling tells the station that keeps it, whatever it answers`() async throws {
        let station = FakeStation(answering: {
            if case .reserve = $0 {
                .success(CommandResult(status: "Accepted"))
            } else {
                .success(CommandResult(status: "Rejected"))
            }
        })
        let desk = desk(station)
        let made = try await desk.reserve(wish(), origin: "cli")
        try await desk.cancel(made.id, at: "CP1", origin: "cli")
        #expect(station.heard.last == .cancelReservation(id: made.id))
        #expect(memory.settled.reservations.all == [])
        await #expect(throws: ControlError.self) { try await desk.cancel(made.id, at: "CP1", origin: "cli") }
    }

    @Test func `a station that is away keeps what it keeps`() async throws {
        let station = FakeStation(answering: {
            if case .reserve = $0 { .success(CommandResult(status: "Accepted")) } else { .failure(.notConnected) }
        })
        let desk = desk(station)
        let made = try await desk.reserve(wish(), origin: "cli")
        await #expect(throws: ControlError.self) { try await desk.cancel(made.id, at: "CP1", origin: "cli") }
        #expect(memory.settled.reservations.all == [made])
    }
}
