import OCPP

// Messages that follow an answer.
extension Doorkeeper {
    /// One after the other; after one that did not arrive the rest would tell half of a report.
    func following(_ messages: [any Call]) -> @Sendable () async -> Void {
        { [link] in
            for message in messages {
                do throws(CallFailure) {
                    _ = try await link.follow(with: message)
                } catch {
                    return
                }
            }
        }
    }
}
