import Charging
import Logging
package import OCPP

// What is said over a connection that nobody asked for: who is there, how it stands, and that it is alive.
// OCPP 1.6, sections 4.2 and 4.6; OCPP 2.0.1, functional block B.
extension CSMSLink {
    private static let usualRetry = Duration.seconds(60)
    /// What a CSMS may wish for.
    private static let intervals = Duration.seconds(10)...Duration.hours(24)
    /// Clocks that differ by more are worth a remark.
    private static let clockTolerance = Duration.seconds(60)

    private func takes(_ action: String) -> Bool { configuration.preset.takes(action) }

    /// Goes on until the connection ends; throws when there is no use in it.
    func register(over conversation: CloudConversation) async throws {
        var reason = isKnown(await standing().boot, conversation.dialect) ? nil : BootReason.powerUp
        while !Task.isCancelled {
            if let why = reason {
                guard try await boot(over: conversation, because: why) else { return }
                reason = nil
            }
            let standing = await standing()
            guard await tell(standing.statuses, over: conversation) else { return }
            if let wish = takeWish() {
                reason = wish
                continue
            }
            begin(with: standing, conversation.dialect)
            reason = await beat(over: conversation)
            state.change { $0.online = nil }
        }
    }

    private func isKnown(_ boot: Boot?, _ dialect: Dialect) -> Bool {
        state.value.acceptance.map { $0.boot == boot && $0.dialect == dialect } ?? false
    }

    private func begin(with standing: Standing, _ dialect: Dialect) {
        let statuses = Dictionary(standing.statuses.map { ($0.evse, $0) }) { first, _ in first }
        let isFirst = state.change { state in
            state.number += 1
            state.online = Online(
                number: state.number, statusThrough: standing.through, statuses: statuses, dialect: dialect)
            state.obstacle = nil
            return state.number == 1
        }
        logger.log(level: isFirst ? .info : .debug, "The CSMS listens.")
    }

    // BootNotification

    /// Introduces the station until it is accepted. `false` when the connection ended.
    private func boot(over conversation: CloudConversation, because reason: BootReason) async throws -> Bool {
        guard takes("BootNotification") else {
            accept(await standing().boot, conversation.dialect, nil)
            return true
        }
        state.change { $0.acceptance = nil }
        var reason = reason
        while true {
            let boot = await standing().boot
            guard let answer = try await answer(to: boot, over: conversation, because: reason) else { return false }
            if let time = answer.currentTime { compareClocks(time) }
            switch answer.status {
            case .accepted:
                accept(boot, conversation.dialect, Self.bounded(answer.interval))
                return true
            case .rejected:
                conversation.close()
                throw words.rejected(after: Self.bounded(answer.interval) ?? Self.usualRetry)
            case .pending:
                let wait = Self.bounded(answer.interval) ?? Self.usualRetry
                state.change { [words, wallClock] in
                    $0.obstacle = Obstacle(words.pending, until: wallClock.now.at + wait, needsPerson: true)
                }
                logger.notice("The CSMS has not accepted the station yet.")
                reason = await wish(within: wait) ?? reason
                if Task.isCancelled { return false }
            }
        }
    }

    /// `nil` when the connection ended.
    private func answer(
        to boot: Boot?, over conversation: CloudConversation, because reason: BootReason
    ) async throws -> BootAnswer? {
        let message = conversation.language.boot(boot, station: configuration.station, reason: reason)
        do {
            return try conversation.language.bootAnswer(try await conversation.call(message, tellsWho: true))
        } catch CallFailure.disconnected {
            return nil
        } catch let failure as CallFailure {
            conversation.close()
            throw words.bootFailed(failure)
        } catch let error as PayloadError {
            conversation.close()
            throw words.bootFailed(.unreadable(error.sentence))
        }
    }

    private func accept(_ boot: Boot?, _ dialect: Dialect, _ heartbeat: Duration?) {
        if let heartbeat { configuration.settings.tell(heartbeat: heartbeat) }
        state.change { state in
            state.acceptance = Acceptance(boot: boot, dialect: dialect)
            // Said before this, or by this.
            state.wish = nil
        }
    }

    /// `nil` where the CSMS leaves it to the station.
    private static func bounded(_ seconds: Int) -> Duration? {
        guard seconds > 0 else { return nil }
        return min(max(.seconds(seconds), intervals.lowerBound), intervals.upperBound)
    }

    // StatusNotification

    /// `false` when the connection ended.
    func tell(_ statuses: [ConnectorStatus], over conversation: CloudConversation) async -> Bool {
        guard takes("StatusNotification") else { return true }
        for status in statuses where status.evse > 0 || conversation.dialect == .ocpp16 {
            do throws(CallFailure) {
                _ = try await conversation.call(conversation.language.status(status, at: wallClock.now.at))
            } catch .disconnected {
                // The CSMS may just have forgotten who is there.
                return state.value.wish != nil
            } catch {
                logger.info(
                    "The CSMS does not take a status.", metadata: ["evse": "\(status.evse)", "reason": "\(error)"])
            }
        }
        return true
    }

    // Heartbeat

    /// Shows that the station is alive, until a BootNotification is wanted; then returns why.
    private func beat(over conversation: CloudConversation) async -> BootReason? {
        await withTaskGroup(of: BootReason?.self) { group in
            group.addTask {
                while await self.configuration.settings.waitForHeartbeat(self.clock) {
                    await self.heartbeat(over: conversation)
                }
                return nil
            }
            group.addTask { await self.wish() }
            group.addTask {
                await self.renewCertificates(over: conversation)
                return nil
            }
            defer { group.cancelAll() }
            // Whichever ends first but the renewal, which may have nothing to do.
            for await wish in group where wish != nil || Task.isCancelled { return wish }
            return nil
        }
    }

    func heartbeat(over conversation: CloudConversation) async {
        guard takes("Heartbeat") else { return }
        guard let payload = try? await conversation.call(conversation.language.heartbeat) else { return }
        if let answer = try? payload.decode(ClockAnswer.self) {
            ISO8601(answer.currentTime).map { compareClocks($0.timestamp) }
        }
    }

    private func compareClocks(_ theirs: Timestamp) {
        let ahead = theirs - wallClock.now.at
        let isOff = ahead > Self.clockTolerance || ahead < .zero - Self.clockTolerance
        let isNews = state.change { [words] state in
            let wasOff = !state.remarks.isEmpty
            state.remarks = isOff ? [words.clock(ahead)] : []
            return isOff && !wasOff
        }
        if isNews { logger.warning("Clocks differ.", metadata: ["reason": "\(words.clock(ahead).summary)"]) }
    }

    // What the CSMS wants

    private func takeWish() -> BootReason? {
        state.change { state in
            defer { state.wish = nil }
            return state.wish
        }
    }

    /// Waits until a BootNotification is wanted. `nil` when the task is cancelled.
    private func wish() async -> BootReason? {
        await state.wait { $0.wish != nil }
        return takeWish()
    }

    /// The same, for so long.
    private func wish(within span: Duration) async -> BootReason? {
        await withTaskGroup(of: BootReason?.self) { group in
            group.addTask { await self.wish() }
            group.addTask {
                try? await self.clock.sleep(for: span)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }
}

// For the door.
extension CSMSLink {
    package var isAccepted: Bool { state.value.acceptance != nil }

    package func trigger(_ message: TriggeredMessage) async {
        guard let conversation = state.value.conversation else { return }
        switch message {
        case .boot: state.change { $0.wish = .triggered }
        case .certificate: await askForCertificate(over: conversation)
        case .heartbeat: await heartbeat(over: conversation)
        case .status(let evse):
            let statuses = await standing().statuses
            _ = await tell(statuses.filter { evse == nil || $0.evse == evse }, over: conversation)
        }
    }

    package func follow(with message: any Call) async throws(CallFailure) -> Payload {
        guard let conversation = state.value.conversation else { throw .disconnected }
        return try await conversation.call(message)
    }
}

/// What the answers to Heartbeat hold in every version.
private struct ClockAnswer: Decodable {
    var currentTime: String
}
