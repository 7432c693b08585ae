import Charging
import Logging

/// The uplink's memory while it delivers, and the scratch it is written to. What did not change is not written again.
struct Notebook {
    var memory: ChargeReportMemory
    private var written: ChargeReportMemory?
    private let scratch: any Scratch

    init(_ scratch: any Scratch, at now: Stamp, logger: Logger) async throws(DeliveryError) {
        self.scratch = scratch
        memory = ChargeReportMemory(at: now)
        guard let bytes = try await Self.load(scratch) else { return }
        if let known = ChargeReportMemory(bytes) {
            memory = known
            written = known
        } else {
            // Nothing is lost: the cursor still says where to begin, and the server knows duplicates. Only how many
            // requests were sent is forgotten, so none is for an hour.
            logger.warning("The uplink's memory could not be read and begins anew.")
            memory.budget.pause(for: RequestBudget.window, at: now)
        }
    }

    /// Durable when it returns.
    mutating func save(_ plan: DeliveryPlan) async throws(DeliveryError) {
        memory.plan = plan
        guard memory != written else { return }
        let bytes = try encoded(memory)
        do {
            try await scratch.save(bytes)
        } catch {
            throw DeliveryError(.backOff, .memory)
        }
        written = memory
    }

    /// What remains to be remembered once the plan is done.
    func closed() throws(DeliveryError) -> [UInt8] {
        var remainder = memory
        remainder.plan = nil
        return try encoded(remainder)
    }

    private func encoded(_ memory: ChargeReportMemory) throws(DeliveryError) -> [UInt8] {
        do {
            return try memory.encoded()
        } catch {
            throw DeliveryError(.backOff, .memory)
        }
    }

    private static func load(_ scratch: any Scratch) async throws(DeliveryError) -> [UInt8]? {
        do {
            return try await scratch.load()
        } catch {
            throw DeliveryError(.backOff, .memory)
        }
    }
}
