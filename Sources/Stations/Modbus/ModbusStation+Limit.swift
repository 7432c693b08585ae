import Charging
import Metering

// A limit, and an honest answer to it.
extension ModbusStation {
    func take(_ limit: CurrentLimit) async throws(CommandError) -> CommandResult {
        let wanted = try places(limit.evse)
        var next: [Int: WallboxOrders] = [:]
        for evse in wanted {
            next[evse] = self[evse].orders
            next[evse]?.take(limit, at: elapsed())
        }
        let first = next[wanted.lowerBound] ?? self[wanted.lowerBound].orders
        let amperes = first.amperes(at: elapsed()) ?? limit.amperes
        if amperes == ExactDecimal(0), !wallbox.profile.canPause {
            return .rejected("This wallbox cannot pause, and takes no less than \(wallbox.profile.limit.least) A.")
        }
        try await order(next)
        var result = CommandResult(status: "Accepted")
        result.remark = "\(said(amperes, wanted)) \(promise(of: first))"
        // Where a switch pauses, the limit stands as it was.
        if wallbox.profile.enable != nil, amperes == ExactDecimal(0) { return result }
        for evse in wanted where self[evse].settles(until: elapsed()) == nil {
            let shown: ExactDecimal?
            do { shown = try await limitShown(by: evse, ordered: amperes) } catch { throw CommandError(error) }
            guard let shown, !shown.isAbout(amperes) else { continue }
            if shown > amperes {
                // It stays an order: the visits write it again, and tell while it is not followed.
                return .rejected(
                    "The wallbox answered the write of \(amperes) A and still shows \(shown) A. Check that it lets "
                        + "itself be controlled by Modbus.")
            }
            result.remark =
                "It was written as \(amperes) A, and the wallbox shows \(shown) A: something else limits it, too. "
                + promise(of: first)
        }
        return result
    }

    private func said(_ amperes: ExactDecimal, _ wanted: ClosedRange<Int>) -> String {
        let now = elapsed()
        if let end = wanted.lazy.compactMap({ self[$0].settles(until: now) }).max() {
            let seconds = (end - now).components.seconds + 1
            return "\(amperes) A is written in \(seconds) s, for this wallbox needs time between two changes."
        }
        return amperes == ExactDecimal(0) ? "It pauses." : "It was written as \(amperes) A."
    }

    /// What happens when the gateway is gone.
    private func promise(of orders: WallboxOrders) -> String {
        if let fallback = orders.fallback {
            return "The wallbox falls to \(fallback.amperes) A after \(fallback.seconds) s without a word."
        }
        if let watchdog = wallbox.profile.watchdog {
            let time = watchdog.seconds.map { "after \($0) s" } ?? "some time"
            return "The wallbox falls to the safe current of its own settings \(time) without a word."
        }
        return "This wallbox has no watchdog: if the gateway dies it keeps the last limit."
    }
}

extension CommandResult {
    fileprivate static func rejected(_ remark: String) -> CommandResult {
        var result = CommandResult(status: "Rejected")
        result.remark = remark
        return result
    }
}
