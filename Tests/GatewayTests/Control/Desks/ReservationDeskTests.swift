import Charging
import Simulator
import Testing

@testable import Gateway

@Suite(.timeLimit(.minutes(1))) struct ReservationDeskTests {
    private let memory = MemorySite()

    private func desk(_ station: FakeStation, mute: Set<StationID> = []) -> ReservationDesk {
        let commands = CommandDesk(dispatcher: station, recorder: memory)
        return ReservationDesk(
            commands: commands, site: { [memory] in memory.site }, wallClock: memory.wallClock, mute: mute)
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

    // Clouds

    private func cloudWish(_ id: Int = 12, _ evse: Int? = 1, tag: String = "MINE") -> Reservation {
        Reservation(
            id: id, station: "CP1", evse: evse, driver: TagHolder(tag: Tag(tag)!), expires: memory.now + .hours(1),
            created: memory.now, heldBy: .station)
    }

    @Test(arguments: [
        (FakeStation.Answer.success(CommandResult(status: "Accepted")), Reservation.Holder.station),
        (.success(CommandResult(status: "Rejected")), .gateway), (.failure(.unsupported("It cannot.")), .gateway),
    ])
    func `a place for a cloud is kept under the cloud's number, by whoever can`(
        _ answer: FakeStation.Answer, _ holder: Reservation.Holder
    ) async throws {
        let result = try await desk(FakeStation(answer)).reserve(cloudWish(), for: "office")
        #expect(result.status == "Accepted")
        let kept = try #require(memory.settled.reservations.all.first)
        #expect((kept.id, kept.cloud, kept.heldBy) == (12, "office", holder))
        let stranger = Visit(tag: Tag("OTHER"), station: "CP1", evse: 1, at: memory.now)
        #expect(stranger.isKeptForOthers(memory.site, group: nil))
    }

    @Test(arguments: ["Occupied", "Faulted", "Unavailable"])
    func `a cloud hears the station's word`(_ word: String) async throws {
        let desk = desk(FakeStation(.success(CommandResult(status: word))))
        #expect(try await desk.reserve(cloudWish(), for: "office").status == word)
        #expect(memory.settled.reservations.all == [])
    }

    @Test func `a cloud hears the word of OCPP for what the gateway cannot keep`() async throws {
        let desk = desk(FakeStation(.failure(.unsupported("It cannot."))))
        try await memory.shows(.faulted, on: 1, at: "CP1")
        try await memory.shows(.preparing, on: 2, at: "CP1")
        #expect(try await desk.reserve(cloudWish(12, 1), for: "office").status == "Faulted")
        #expect(try await desk.reserve(cloudWish(12, 2), for: "office").status == "Occupied")
        #expect(try await desk.reserve(cloudWish(12, nil), for: "office").status == "Occupied")
        await #expect(throws: CommandError.timedOut) {
            try await self.desk(FakeStation(.failure(.timedOut))).reserve(cloudWish(12, nil), for: "office")
        }
        #expect(memory.settled.reservations.all == [])
    }

    @Test func `at a station that does not talk nobody is kept away`() async throws {
        let station = FakeStation(.failure(.notConnected))
        let desk = desk(station, mute: ["CP1"])
        #expect(try await desk.reserve(cloudWish(), for: "office").status == "Rejected")
        await #expect(throws: ControlError.self) { try await desk.reserve(wish(), origin: "cli") }
        #expect(station.heard == [])
    }

    @Test func `the same number again is another reservation in its place, but never somebody else's`() async throws {
        try await memory.reserves("SOMEBODY", on: nil, at: "CP1", id: 7)
        try await memory.shows(.available, on: 1, at: "CP1")
        try await memory.shows(.available, on: 2, at: "CP1")
        let desk = desk(FakeStation(.failure(.unsupported("It cannot."))))
        #expect(try await desk.reserve(cloudWish(7), for: "office").status == "Rejected")
        #expect(try await desk.reserve(cloudWish(8, tag: "FIRST"), for: "office").status == "Accepted")
        #expect(try await desk.reserve(cloudWish(8, tag: "SECOND"), for: "office").status == "Accepted")
        #expect(memory.settled.reservations.all.map(\.driver.tag.text) == ["SOMEBODY", "SECOND"])
        #expect(try await desk.cancel(7, at: "CP1", for: "office").status == "Rejected")
        #expect(try await desk.cancel(8, at: "CP1", for: "other").status == "Rejected")
        #expect(try await desk.cancel(8, at: "CP1", for: "office").status == "Accepted")
        #expect(memory.settled.reservations.all.map(\.id) == [7])
    }

    @Test func `a place that the station keeps is given back there`() async throws {
        let station = FakeStation(.success(CommandResult(status: "Accepted")))
        let desk = desk(station)
        _ = try await desk.reserve(cloudWish(), for: "office")
        #expect(try await desk.cancel(12, at: "CP1", for: "office").status == "Accepted")
        #expect(station.heard.last == .cancelReservation(id: 12))
        #expect(memory.settled.reservations.all == [])
    }
}
