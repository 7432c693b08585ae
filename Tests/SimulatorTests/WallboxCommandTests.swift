import OCPP
import OCPP16
import Simulator
import Testing
import WebSocket

@Suite(.timeLimit(.minutes(1))) struct WallboxCommandTests {
    /// A wallbox that has booted, on a clock that stands still.
    private func withBooted(
        connectors: Int = 1, clock: ManualClock = ManualClock(),
        body: @escaping @Sendable (SimulatedWallbox, WallboxCentral) async throws -> Void
    ) async throws {
        try await withWallbox(clock: clock) {
            $0.connectors = connectors
        } body: { wallbox, central in
            await central.received("StatusNotification", count: connectors + 1)
            try await body(wallbox, central)
        }
    }

    @Test func `a transaction is started and stopped from afar`() async throws {
        try await withBooted { wallbox, central in
            try await central.expect("Accepted", for: RemoteStartTransaction(idTag: "APP", connectorId: 1))
            await central.received("StartTransaction")
            try await central.expect("Rejected", for: RemoteStartTransaction(idTag: "APP", connectorId: 1))
            // The answer to the start has been read when the wallbox says that it charges.
            await central.received("StatusNotification", count: 3)
            try await central.expect("Rejected", for: RemoteStopTransaction(transactionId: 99))
            try await central.expect("Accepted", for: RemoteStopTransaction(transactionId: 1))
            await central.received("StopTransaction")
            let stop = try await central.all(StopTransaction.self).first
            #expect(stop?.reason == "Remote")
            #expect(await wallbox.truth.transactions.first?.tag == "APP")
        }
    }

    @Test(arguments: [ResetType.hard, .soft])
    func `a reset ends the transactions and boots again`(type: ResetType) async throws {
        let clock = ManualClock()
        try await withBooted(clock: clock) { wallbox, central in
            await wallbox.startCharging(connector: 1, tag: "A")
            await central.received("StatusNotification", count: 3)
            try await central.expect("Accepted", for: Reset(type: type))
            await wallbox.lostLink()
            // One samples, one waits to dial again.
            await clock.sleepers(2)
            clock.advance(by: .seconds(5))
            await central.received("BootNotification", count: 2)
            await central.received("StopTransaction")
            let reason = try await central.all(StopTransaction.self).first?.reason
            #expect(reason == (type == .hard ? "HardReset" : "SoftReset"))
        }
    }

    @Test func `unlocking ends the transaction`() async throws {
        try await withBooted { wallbox, central in
            await wallbox.startCharging(connector: 1, tag: "A")
            await central.received("StatusNotification", count: 3)
            try await central.expect("NotSupported", for: UnlockConnector(connectorId: 7))
            try await central.expect("Unlocked", for: UnlockConnector(connectorId: 1))
            await central.received("StopTransaction")
            let stop = try await central.all(StopTransaction.self).first
            #expect(stop?.reason == "UnlockCommand")
        }
    }

    @Test func `a connector goes out of use, at once or after its transaction`() async throws {
        try await withBooted(connectors: 2) { wallbox, central in
            await wallbox.startCharging(connector: 2, tag: "A")
            await central.received("StatusNotification", count: 4)
            let one = ChangeAvailability(connectorId: 1, type: .inoperative)
            let two = ChangeAvailability(connectorId: 2, type: .inoperative)
            try await central.expect("Accepted", for: one)
            try await central.expect("Scheduled", for: two)
            try await central.expect("Rejected", for: ChangeAvailability(connectorId: 3, type: .operative))
            await wallbox.stopCharging(connector: 2)
            await central.received("StatusNotification", count: 7)
            let states = try await central.all(StatusNotification.self)
            #expect(states.last { $0.connectorId == 1 }?.status == "Unavailable")
            #expect(states.last { $0.connectorId == 2 }?.status == "Unavailable")
            #expect(await wallbox.startCharging(connector: 1, tag: "A") == false)
            try await central.expect("Accepted", for: ChangeAvailability(connectorId: 0, type: .operative))
            #expect(await wallbox.startCharging(connector: 1, tag: "A"))
        }
    }

    @Test func `keys are read and written`() async throws {
        try await withBooted { _, central in
            let sample = "MeterValueSampleInterval"
            try await central.expect("Accepted", for: ChangeConfiguration(key: sample, value: "15"))
            try await central.expect("Rejected", for: ChangeConfiguration(key: sample, value: "-1"))
            try await central.expect("Rejected", for: ChangeConfiguration(key: "NumberOfConnectors", value: "2"))
            try await central.expect("NotSupported", for: ChangeConfiguration(key: "Nonsense", value: "1"))
            let question = GetConfiguration(key: [sample, "AuthorizationKey", "Nonsense"])
            guard case .result(_, let payload) = try await central.ask({ try FrameWriter.call(question, id: $0) })
            else {
                Issue.record("no answer")
                return
            }
            let answer: GetConfiguration.Response = try payload.decode()
            #expect(answer.configurationKey?.map(\.value) == ["15", nil])
            #expect(answer.unknownKey == ["Nonsense"])
        }
    }

    @Test func `a new password holds from the next connection on`() async throws {
        let clock = ManualClock()
        try await withBooted(clock: clock) { wallbox, central in
            let change = ChangeConfiguration(key: "AuthorizationKey", value: "000102FF")
            try await central.expect("Accepted", for: change)
            await wallbox.lostLink()
            await clock.sleepers(2)
            clock.advance(by: .seconds(1))
            await central.received("StatusNotification", count: 4)
            #expect(await central.handshakes.last?.authorization == "Basic Q1AgMToAAQL/")
        }
    }

    struct Trigger: Sendable, CustomTestStringConvertible {
        var message: String
        var answer: String
        var testDescription: String { message }
    }

    @Test(arguments: [
        Trigger(message: "Heartbeat", answer: "Accepted"),
        Trigger(message: "MeterValues", answer: "Accepted"),
        Trigger(message: "StatusNotification", answer: "Accepted"),
        Trigger(message: "BootNotification", answer: "Rejected"),
        Trigger(message: "DiagnosticsStatusNotification", answer: "NotImplemented"),
    ])
    func `messages are triggered`(trigger: Trigger) async throws {
        try await withBooted { _, central in
            let before = await central.actions.count { $0 == trigger.message }
            let call = TriggerMessage(requestedMessage: trigger.message, connectorId: 1)
            try await central.expect(trigger.answer, for: call)
            if trigger.answer == "Accepted" { await central.received(trigger.message, count: before + 1) }
        }
    }

    @Test func `what it does not know it says so`() async throws {
        try await withBooted { _, central in
            try await central.expect("Accepted", for: ClearCache())
            try await central.expect("UnknownVendorId", for: DataTransfer(vendorId: "com.example"))
            for (action, code) in [("SendLocalList", CallErrorCode.notSupported), ("MakeCoffee", .notImplemented)] {
                let answer = try await central.ask { "[2,\"\($0)\",\"\(action)\",{}]" }
                guard case .error(_, let error) = answer else {
                    Issue.record("\(action) was not refused")
                    return
                }
                #expect(error.code == code)
            }
            let answer = try await central.ask { "[2,\"\($0)\",\"Reset\",{}]" }
            guard case .error(_, let error) = answer else {
                Issue.record("a reset without its type was not refused")
                return
            }
            #expect(error.code == .protocolError)
        }
    }
}
