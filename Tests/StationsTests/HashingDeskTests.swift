import Charging
import Stations
import Testing
import Trust

@Suite(.timeLimit(.minutes(1))) struct HashingDeskTests {
    private static let slow = PasswordHash.Cost(logRounds: 13)

    @Test func `what opened once opens again without computing`() async throws {
        let desk = HashingDesk()
        let hash = try #require(StationSecret("geheim")).hash(cost: .init(logRounds: 1))
        let password = Array("geheim".utf8)
        #expect(await desk.opens(password, for: "CP1", hash: hash) == .opens)
        #expect(await desk.opens(password, for: "CP1", hash: hash) == .opens)
        #expect(desk.computed == 1)
        desk.forget("CP1")
        #expect(await desk.opens(password, for: "CP1", hash: hash) == .opens)
        #expect(desk.computed == 2)
        #expect(await desk.opens(Array("falsch".utf8), for: "CP1", hash: hash) == .doesNotOpen)
    }

    @Test func `whoever guesses for one station has two places in the line and no more`() async throws {
        let desk = HashingDesk()
        let hash = try #require(StationSecret("geheim")).hash(cost: Self.slow)
        let outcomes = await withTaskGroup(of: HashingDesk.Outcome.self) { group in
            for number in 0..<40 {
                group.addTask { await desk.opens(Array("guess\(number)".utf8), for: "CP1", hash: hash) }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.contains(.doesNotOpen))
        #expect(outcomes.count { $0 == .busy } + desk.computed == 40)
        #expect(outcomes.count { $0 == .busy } > 10)
        // The line is empty again.
        #expect(await desk.opens(Array("geheim".utf8), for: "CP1", hash: hash) == .opens)
    }

    @Test func `the line has an end for all stations together`() async throws {
        let desk = HashingDesk(limits: .init(lanes: 1, places: 3, placesPerStation: 2))
        let hash = try #require(StationSecret("geheim")).hash(cost: Self.slow)
        let outcomes = await withTaskGroup(of: HashingDesk.Outcome.self) { group in
            for number in 0..<30 {
                group.addTask { await desk.opens(Array("geheim".utf8), for: StationID("CP\(number)"), hash: hash) }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.contains(.opens))
        #expect(outcomes.contains(.busy))
        #expect(!outcomes.contains(.doesNotOpen))
    }

    @Test func `a storm of a thousand known stations costs no computing`() async throws {
        let desk = HashingDesk()
        let hash = try #require(StationSecret("geheim")).hash(cost: .init(logRounds: 1))
        let stations = (0..<1000).map { StationID("CP\($0)") }
        for station in stations { _ = await desk.opens(Array("geheim".utf8), for: station, hash: hash) }
        let before = desk.computed
        let opened = await withTaskGroup(of: HashingDesk.Outcome.self) { group in
            for station in stations {
                group.addTask { await desk.opens(Array("geheim".utf8), for: station, hash: hash) }
            }
            return await group.reduce(into: 0) { $0 += $1 == .opens ? 1 : 0 }
        }
        #expect(opened == 1000)
        #expect(desk.computed == before)
    }
}
