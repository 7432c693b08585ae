import Charging
import Foundation
import Testing

/// What stands in snapshots is the same after a restart.
@Suite struct StoredRulesTests {
    private func again<Value: Codable>(_ value: Value) throws -> Value {
        try JSONDecoder().decode(Value.self, from: JSONEncoder().encode(value))
    }

    @Test func `books and policies survive being stored`() throws {
        var profiles = ProfileBook([(0, .make(1, .chargingStationMaxProfile)), (1, .make(2, kind: .relative))])
        _ = profiles.set(.make(3, .txProfile, transaction: 7), on: 1, by: .test())
        #expect(try again(profiles) == profiles)
        let book = ReservationBookTests.book([ReservationBookTests.reservation(1)])
        #expect(try again(book) == book)
        #expect(try again(book).freeID == 2, "and so do the ids that were used")
        let policies = AuthorizationPolicies(stations: ["CP1": AuthorizationPolicy(masterGroup: Tag("M"))])
        #expect(try again(policies) == policies)
    }

    @Test func `a stored text that is no tag is refused`() {
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(Tag.self, from: Data("\"\"".utf8)) }
    }
}
