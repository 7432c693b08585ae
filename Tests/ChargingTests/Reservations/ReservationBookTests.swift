import Charging
import Testing

/// Places kept for drivers. Station CP1 has EVSEs 1 and 2.
@Suite struct ReservationBookTests {
    static let anna = TagHolder(tag: Tag("ANNA")!, group: Tag("FAMILY"))
    static let ben = TagHolder(tag: Tag("BEN")!, group: Tag("FAMILY"))
    static let carl = TagHolder(tag: Tag("CARL")!)

    static func at(_ seconds: Int64) -> Timestamp { Timestamp(seconds: 1_776_000_000 + seconds) }

    static func reservation(
        _ id: Int, evse: Int? = 1, by driver: TagHolder = anna, until end: Int64 = 1000, station: StationID = "CP1"
    ) -> Reservation {
        Reservation(id: id, station: station, evse: evse, driver: driver, expires: at(end), created: at(0))
    }

    static func book(_ reservations: [Reservation]) -> ReservationBook {
        var book = ReservationBook()
        for reservation in reservations { _ = book.reserve(reservation, evses: [1, 2], at: at(0)) }
        return book
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var says: String
        var new: Reservation
        var outcome: ReservationBook.Outcome
        var ids: [Int]
        var testDescription: String { says }
    }

    @Test(arguments: [
        Case(
            says: "another EVSE is free", new: reservation(2, evse: 2), outcome: .reserved(replaced: nil), ids: [1, 2]),
        Case(
            says: "any EVSE means the other", new: reservation(2, evse: nil), outcome: .reserved(replaced: nil),
            ids: [1, 2]),
        Case(says: "the same EVSE is taken, whoever asks", new: reservation(2), outcome: .occupied, ids: [1]),
        Case(
            says: "the same id replaces", new: reservation(1, evse: 2, by: carl),
            outcome: .reserved(replaced: reservation(1)), ids: [1]),
        Case(
            says: "the same id at another station is another one", new: reservation(1, station: "CP2"),
            outcome: .reserved(replaced: nil), ids: [1, 1]),
        Case(says: "an EVSE exists", new: reservation(2, evse: 3), outcome: .refused(.unknownEVSE(3)), ids: [1]),
        Case(
            says: "time has not passed", new: reservation(2, evse: 2, until: 0), outcome: .refused(.expired), ids: [1]),
        Case(says: "ids have 32 bits", new: reservation(1 << 31, evse: 2), outcome: .refused(.id), ids: [1]),
    ])
    func `a place is reserved or not`(_ test: Case) {
        var book = Self.book([Self.reservation(1)])
        #expect(book.reserve(test.new, evses: [1, 2], at: Self.at(0)) == test.outcome)
        #expect(book.all.map(\.id) == test.ids)
    }

    @Test func `a station is not promised to more drivers than it has EVSEs`() {
        var book = Self.book([Self.reservation(1), Self.reservation(2, evse: nil)])
        #expect(book.reserve(Self.reservation(3, evse: nil), evses: [1, 2], at: Self.at(0)) == .occupied)
        #expect(book.reserve(Self.reservation(3, evse: 2), evses: [1, 2], at: Self.at(0)) == .occupied)
        #expect(book.reserve(Self.reservation(2, evse: 2), evses: [1, 2], at: Self.at(0)) != .occupied)
        let late = book.reserve(Self.reservation(3, until: 3000), evses: [1, 2], at: Self.at(1000))
        #expect(late == .reserved(replaced: nil), "what is over is in nobody's way")
    }

    @Test func `a station whose EVSEs are not known keeps one place for any, and those that are named`() {
        var book = ReservationBook()
        #expect(book.reserve(Self.reservation(1, evse: 1), evses: [], at: Self.at(0)) == .reserved(replaced: nil))
        #expect(book.reserve(Self.reservation(2, evse: 2), evses: [], at: Self.at(0)) == .reserved(replaced: nil))
        #expect(book.reserve(Self.reservation(3, evse: nil), evses: [], at: Self.at(0)) == .occupied)
    }

    @Test func `connector 0 of OCPP 1_6 is any EVSE`() {
        #expect(Self.reservation(1, evse: 0).evse == nil)
    }

    @Test func `cancelling what is not there says so`() {
        var book = Self.book([Self.reservation(1)])
        #expect(book.cancel(2, at: "CP1") == nil)
        #expect(book.cancel(1, at: "CP2") == nil)
        #expect(book.cancel(1, at: "CP1")?.driver == Self.anna)
        #expect(book.all.isEmpty)
    }

    @Test func `a reservation ends with its time`() {
        var book = Self.book([Self.reservation(1, until: 100), Self.reservation(2, evse: 2, until: 200)])
        #expect(book.expire(at: Self.at(99)).isEmpty)
        #expect(book.reservation(of: 1, at: "CP1", at: Self.at(99))?.id == 1)
        #expect(book.reservation(of: 1, at: "CP1", at: Self.at(100)) == nil)
        #expect(book.expire(at: Self.at(100)).map(\.id) == [1])
        #expect(book.all.map(\.id) == [2])
    }

    @Test func `a broken EVSE is kept for nobody`() {
        var book = Self.book([Self.reservation(1), Self.reservation(2, evse: 2)])
        #expect(book.release(evse: 1, of: "CP1").map(\.id) == [1])
        #expect(book.release(evse: nil, of: "CP1").map(\.id) == [2])
    }

    struct Coming: Sendable, CustomTestStringConvertible {
        var driver: TagHolder?
        var evse = 1
        var seconds: Int64 = 10
        var named: Int?
        var used: Int?
        var testDescription: String { "\(driver?.tag.text ?? "nobody") at \(evse), \(seconds) s, named \(named ?? 0)" }
    }

    @Test(arguments: [
        Coming(driver: anna, used: 1), Coming(driver: ben, used: 1), Coming(driver: carl, used: nil),
        Coming(driver: carl, evse: 2, used: 2), Coming(driver: anna, evse: 2, used: nil),
        Coming(driver: anna, seconds: 1000, used: nil),
        Coming(driver: carl, named: 1, used: 1), Coming(driver: anna, named: 99, used: 1),
        Coming(driver: nil, named: 1, used: 1), Coming(driver: nil, named: 99, used: nil),
        Coming(driver: nil, used: nil),
    ])
    func `the right driver uses a reservation up`(_ test: Coming) {
        var book = Self.book([Self.reservation(1), Self.reservation(2, evse: 2, by: Self.carl)])
        let used = book.consume(
            by: test.driver, evse: test.evse, of: "CP1", at: Self.at(test.seconds), named: test.named)
        #expect(used?.id == test.used)
        #expect(book.all.count == (test.used == nil ? 2 : 1))
    }

    @Test func `one for this very EVSE is used before one for any`() {
        var book = Self.book([Self.reservation(1, evse: nil), Self.reservation(2, evse: 2)])
        #expect(book.consume(by: Self.anna, evse: 2, of: "CP1", at: Self.at(1))?.id == 2)
        #expect(book.consume(by: Self.anna, evse: 2, of: "CP1", at: Self.at(1))?.id == 1)
    }

    @Test func `others are refused where a place is kept`() {
        let book = Self.book([Self.reservation(1)])
        func isHeld(_ driver: TagHolder?, evse: Int = 1, at seconds: Int64 = 10) -> Bool {
            book.isHeldForOther(than: driver, evse: evse, of: "CP1", free: [1, 2], at: Self.at(seconds))
        }
        #expect(!isHeld(Self.anna) && !isHeld(Self.ben))
        #expect(isHeld(Self.carl) && isHeld(nil))
        #expect(!isHeld(Self.carl, evse: 2))
        #expect(!isHeld(Self.carl, at: 1000))
        #expect(!book.isHeldForOther(than: Self.carl, evse: 1, of: "CP2", free: [1], at: Self.at(10)))
    }

    @Test func `a reservation for any EVSE keeps the last free one`() {
        let book = Self.book([Self.reservation(1, evse: nil)])
        func isHeld(_ driver: TagHolder, free: Set<Int>) -> Bool {
            book.isHeldForOther(than: driver, evse: 1, of: "CP1", free: free, at: Self.at(10))
        }
        #expect(!isHeld(Self.carl, free: [1, 2]))
        #expect(isHeld(Self.carl, free: [1]))
        #expect(isHeld(Self.carl, free: []), "the one that is asked about is free")
        #expect(!isHeld(Self.anna, free: [1]))
        // The other free place is kept for somebody by name, so this is the last one.
        let both = Self.book([Self.reservation(1, evse: nil), Self.reservation(2, evse: 2, by: Self.ben)])
        #expect(both.isHeldForOther(than: Self.carl, evse: 1, of: "CP1", free: [1, 2], at: Self.at(10)))
    }

    @Test func `ids are not used again at once, and begin again after the largest`() {
        var book = ReservationBook()
        #expect(book.freeID == 1)
        _ = book.reserve(Self.reservation(1), evses: [1, 2], at: Self.at(0))
        _ = book.cancel(1, at: "CP1")
        #expect(book.freeID == 2)
        _ = book.reserve(Self.reservation(1), evses: [1, 2], at: Self.at(0))
        _ = book.reserve(Self.reservation(Int(Int32.max), evse: 2), evses: [1, 2], at: Self.at(0))
        #expect(book.freeID == 2)
        _ = book.reserve(Self.reservation(-5, station: "CP2"), evses: [1], at: Self.at(0))
        #expect(book.freeID == 2)
    }

    @Test func `a site has room for a thousand reservations`() {
        var book = ReservationBook()
        for number in 0..<1000 {
            _ = book.reserve(Self.reservation(1, station: StationID("CP\(number)")), evses: [1], at: Self.at(0))
        }
        #expect(book.reserve(Self.reservation(1, station: "NEW"), evses: [1], at: Self.at(0)) == .refused(.tooMany))
        #expect(book.all.count == 1000)
    }
}
