import Charging
import FoundationEssentials
import Testing
import Uplinks

@Suite struct RequestBudgetTests {
    /// Spent by one request every second from 0 s on.
    private func spent(_ count: Int = RequestBudget.limit) -> RequestBudget {
        var budget = RequestBudget(at: .at(.zero))
        for second in 0..<count { budget.spend(at: .at(.seconds(second))) }
        return budget
    }

    @Test func `ninety requests go at once and the next waits until the first is an hour old`() {
        #expect(spent(89).wait(at: .at(.seconds(89))) == .zero)
        let budget = spent()
        #expect(budget.wait(at: .at(.seconds(90))) == .seconds(3510))
        #expect(budget.wait(at: .at(.seconds(3599))) == .seconds(1))
        #expect(budget.wait(at: .at(.seconds(3600))) == .zero)
    }

    @Test func `the window slides`() {
        var budget = spent()
        budget.spend(at: .at(.seconds(3600)))
        #expect(budget.wait(at: .at(.seconds(3600))) == .seconds(1))
    }

    @Test func `it is the same after a restart of the daemon`() throws {
        let budget = spent()
        let restored = try JSONDecoder().decode(RequestBudget.self, from: JSONEncoder().encode(budget))
        #expect(restored == budget)
        #expect(restored.wait(at: .at(.seconds(100))) == .seconds(3500))
    }

    @Test func `setting the wall clock neither enlarges nor blocks it`() {
        let budget = spent()
        for wall in [Duration.hours(-9000), .hours(-2), .hours(2), .hours(9000)] {
            #expect(budget.wait(at: .at(wall, monotonic: .seconds(100))) == .seconds(3500))
            #expect(budget.wait(at: .at(wall, monotonic: .seconds(3600))) == .zero)
        }
    }

    @Test func `after a restart of the box the wall clock counts`() {
        let budget = spent()
        #expect(budget.wait(at: .at(.seconds(1000), boot: "boot-2", monotonic: .zero)) == .seconds(2600))
        #expect(budget.wait(at: .at(.hours(2), boot: "boot-2", monotonic: .zero)) == .zero)
    }

    @Test func `a restart of the box with its clock a year back costs an hour, not a year`() {
        var budget = spent()
        let restarted = Stamp.at(.hours(-8760), boot: "boot-2", monotonic: .seconds(5))
        #expect(budget.wait(at: restarted) == .hours(1))
        budget.refresh(at: restarted)
        let later = Stamp.at(.hours(-8760), boot: "boot-2", monotonic: .seconds(3605))
        #expect(budget.wait(at: later) == .zero)
    }

    @Test func `a pause holds whatever is left of the budget`() {
        var budget = RequestBudget(at: .at(.zero))
        budget.pause(for: .seconds(600), at: .at(.zero))
        budget.pause(for: .seconds(60), at: .at(.seconds(10)))
        #expect(budget.wait(at: .at(.seconds(100))) == .seconds(500))
        #expect(budget.wait(at: .at(.seconds(600))) == .zero)
    }

    @Test func `no server can ask for more than a day`() {
        var budget = RequestBudget(at: .at(.zero))
        budget.pause(for: .hours(9999), at: .at(.zero))
        #expect(budget.wait(at: .at(.zero)) == .hours(24))
    }

    @Test func `what is over is forgotten`() {
        var budget = spent()
        budget.spend(at: .at(.hours(3)))
        #expect(budget.count == 1)
    }
}
