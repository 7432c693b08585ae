import Charging
import FoundationEssentials

/// What the uplink remembers from one request to the next, and across restarts.
struct ChargeReportMemory: Codable, Hashable, Sendable {
    /// The most sessions ChargeReport takes in a request.
    static let largestRequest = 100

    var version = 1
    var budget: RequestBudget
    /// Smaller than 100 once the server found a request too large.
    var largestRequest = Self.largestRequest
    var plan: DeliveryPlan?

    init(at now: Stamp) { budget = RequestBudget(at: now) }

    /// `nil` for bytes that this version cannot read.
    init?(_ bytes: [UInt8]) {
        guard let memory = try? JSONDecoder().decode(Self.self, from: Data(bytes)), memory.version == 1 else {
            return nil
        }
        self = memory
    }

    func encoded() throws -> [UInt8] { Array(try JSONEncoder().encode(self)) }
}
