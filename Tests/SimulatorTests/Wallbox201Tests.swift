import Charging
import OCPP
import OCPP201
import Simulator
import Testing
import WebSocket

@Suite(.timeLimit(.minutes(1))) struct Wallbox201Tests {
    private let clock = ManualClock()
    private let wallClock = ManualWallClock()

    private func withWallbox(
        configure: @Sendable (inout SimulatedWallbox.Configuration) -> Void = { _ in },
        body: @Sendable (SimulatedWallbox201, Central201) async throws -> Void
    ) async throws {
        try await withWallbox201(clock: clock, wallClock: wallClock, configure: configure, body: body)
    }

    private func pass(_ duration: Duration) {
        wallClock.advance(by: duration)
        clock.advance(by: duration)
    }

    private func registers(_ event: TransactionEvent) -> String? {
        event.meterValue?.first?.sampledValue.first?.value.text
    }

    @Test func `a transaction is told with a number for each message, and its energy is exact`() async throws {
        try await withWallbox { wallbox, central in
            await central.received("StatusNotification")
            #expect(await wallbox.startCharging(evse: 1, tag: "AABBCCDD", watts: 6900))
            await central.received("TransactionEvent")
            pass(.minutes(1))
            await central.received("TransactionEvent", count: 2)
            wallClock.advance(by: .minutes(9))
            await wallbox.stopCharging(evse: 1)
            await central.received("TransactionEvent", count: 3)
            await central.received("StatusNotification", count: 3)

            let events = try await central.all(TransactionEvent.self)
            #expect(events.map(\.eventType) == [.started, .updated, .ended])
            #expect(events.map(\.seqNo) == [0, 1, 2])
            #expect(events.map { registers($0) } == ["1000000", "1000115", "1001150"])
            #expect(Set(events.map(\.transactionInfo.transactionId)).count == 1)
            #expect(events[0].idToken?.idToken.text == "AABBCCDD" && events[0].evse == EVSE(id: 1, connectorId: 1))
            #expect(events[2].transactionInfo.stoppedReason == .local)
            #expect(await wallbox.charged.map(\.energy) == [1150])
            let states = try await central.all(StatusNotification.self).map(\.connectorStatus)
            #expect(states == [.available, .occupied, .available])
            let boot = try #require(await central.all(BootNotification.self).first)
            #expect(boot.reason == .powerUp)
            #expect(await central.handshakes.first?.subprotocols == ["ocpp2.0.1"])
        }
    }

    @Test func `what its books say of the start is what it told, however long the telling took`() async throws {
        let wallClock = RestlessWallClock()
        try await withWallbox201(clock: clock, wallClock: wallClock) { wallbox, central in
            await central.received("StatusNotification")
            #expect(await wallbox.startCharging(evse: 1, tag: "AABBCCDD", watts: 36_000_000))
            await wallbox.stopCharging(evse: 1)
            await central.received("TransactionEvent", count: 2)
            let told = try await central.all(TransactionEvent.self).map { registers($0) }
            let charged = try #require(await wallbox.charged.first)
            #expect(told == ["\(charged.startRegister)", "\(charged.stopRegister ?? 0)"])
        }
    }

    @Test func `what happened offline is told afterwards, in order and as such`() async throws {
        try await withWallbox { wallbox, central in
            await central.received("StatusNotification")
            await central.setOpen(false)
            await wallbox.cutLink()
            for await event in wallbox.events {
                if case .disconnected = event.kind { break }
            }
            // One samples, one waits to dial again.
            await clock.sleepers(2)
            #expect(await wallbox.startCharging(evse: 1, tag: "OFFLINE", watts: 3600))
            wallClock.advance(by: .minutes(30))
            await wallbox.stopCharging(evse: 1)
            await central.setOpen(true)
            clock.advance(by: .seconds(30))
            await central.received("TransactionEvent", count: 2)
            let events = try await central.all(TransactionEvent.self)
            #expect(events.map(\.eventType) == [.started, .ended])
            #expect(events.map(\.offline) == [true, true])
            #expect(events.map { registers($0) } == ["1000000", "1001800"])
            // It only lost the link, so it does not boot again.
            #expect(try await central.all(BootNotification.self).count == 1)
        }
    }

    @Test func `it is started, limited and stopped from afar`() async throws {
        try await withWallbox { wallbox, central in
            await central.received("StatusNotification")
            let token = IdToken(idToken: "REMOTE", type: .iso14443)
            let start = RequestStartTransaction(idToken: token, remoteStartId: 42, evseId: 1)
            #expect(try await central.ask(start, for: RequestStartTransaction.Response.self).status == "Accepted")
            #expect(try await central.ask(start, for: RequestStartTransaction.Response.self).status == "Rejected")
            await central.received("TransactionEvent")
            let started = try #require(await central.all(TransactionEvent.self).first)
            #expect(started.triggerReason == .remoteStart && started.transactionInfo.remoteStartId == 42)

            let periods: [ChargingSchedulePeriod] = [
                .init(startPeriod: 0, limit: DecimalText(10)), .init(startPeriod: 600, limit: DecimalText(0)),
            ]
            let schedule = OCPP201.ChargingSchedule(
                id: 1, chargingRateUnit: .a, chargingSchedulePeriod: List(periods))
            let profile = OCPP201.ChargingProfile(
                id: 1, stackLevel: 0, chargingProfilePurpose: .txDefaultProfile, chargingProfileKind: .absolute,
                chargingSchedule: [schedule])
            let limit = SetChargingProfile(evseId: 0, chargingProfile: profile)
            #expect(try await central.ask(limit, for: StatusResponse.self).status == "Accepted")
            await central.received("TransactionEvent", count: 2)
            let limited = try await central.all(TransactionEvent.self)[1]
            #expect(limited.triggerReason == .chargingRateChanged)
            #expect(limited.meterValue?.first?.sampledValue[1].value.text == "6900")
            // The last period of the schedule holds until something else is said.
            wallClock.advance(by: .minutes(11))
            clock.advance(by: .minutes(1))
            await central.received("TransactionEvent", count: 3)
            let paused = try await central.all(TransactionEvent.self)[2]
            #expect(paused.transactionInfo.chargingState == .suspendedEVSE)

            let stop = RequestStopTransaction(transactionId: Text(started.transactionInfo.transactionId))
            #expect(try await central.ask(stop, for: StatusResponse.self).status == "Accepted")
            await central.received("TransactionEvent", count: 4)
            let ended = try await central.all(TransactionEvent.self)[3]
            #expect(ended.triggerReason == .remoteStop && ended.transactionInfo.stoppedReason == .remote)
        }
    }

    @Test func `a place is kept for a tag, and for nobody else`() async throws {
        try await withWallbox { wallbox, central in
            await central.received("StatusNotification")
            let until = (wallClock.now.at + .hours(1)).description
            let token = IdToken(idToken: "MINE", type: .iso14443)
            let reserve = ReserveNow(id: 5, expiryDateTime: until, idToken: token, evseId: 1)
            #expect(try await central.ask(reserve, for: StatusResponse.self).status == "Accepted")
            await central.received("StatusNotification", count: 2)
            #expect(await !wallbox.startCharging(evse: 1, tag: "OTHER"))
            #expect(await wallbox.startCharging(evse: 1, tag: "MINE"))
            await central.received("TransactionEvent")
            #expect(try await central.all(TransactionEvent.self).first?.reservationId == 5)
            let states = try await central.all(StatusNotification.self).map(\.connectorStatus)
            #expect(states == [.available, .reserved, .occupied])
            let cancel = CancelReservation(reservationId: 5)
            #expect(try await central.ask(cancel, for: StatusResponse.self).status == "Rejected")
        }
    }

    @Test func `variables are read, written and reported, and a password is not shown`() async throws {
        try await withWallbox { _, central in
            await central.received("StatusNotification")
            func data(_ component: String, _ variable: String) -> GetVariableData {
                GetVariableData(
                    component: Component(name: Text(component)), variable: Variable(name: Text(variable)))
            }
            let get = GetVariables(getVariableData: [
                data("SampledDataCtrlr", "TxUpdatedInterval"), data("SecurityCtrlr", "BasicAuthPassword"),
                data("TxCtrlr", "Nothing"), data("Nothing", "Nothing"),
            ])
            let got = try await central.ask(get, for: GetVariables.Response.self).getVariableResult
            #expect(got.map(\.attributeStatus) == ["Accepted", "Rejected", "UnknownVariable", "UnknownComponent"])
            #expect(got.map(\.attributeValue) == ["60", nil, nil, nil])
            let set = SetVariables(setVariableData: [
                SetVariableData(
                    attributeValue: "soon", component: Component(name: "SampledDataCtrlr"),
                    variable: Variable(name: "TxUpdatedInterval")),
                SetVariableData(
                    attributeValue: "new password", component: Component(name: "SecurityCtrlr"),
                    variable: Variable(name: "BasicAuthPassword")),
            ])
            let answers = try await central.ask(set, for: SetVariables.Response.self).setVariableResult
            #expect(answers.map(\.attributeStatus) == ["Rejected", "Accepted"])
        }
    }

    @Test func `it reports what it is made of`() async throws {
        try await withWallbox { _, central in
            await central.received("StatusNotification")
            let ask = GetBaseReport(requestId: 9, reportBase: .fullInventory)
            #expect(try await central.ask(ask, for: StatusResponse.self).status == "Accepted")
            await central.received("NotifyReport")
            let report = try #require(await central.all(NotifyReport.self).first)
            #expect(report.requestId == 9 && report.tbc == false)
            let password = report.reportData?.first { $0.variable.name.text == "BasicAuthPassword" }
            #expect(password?.variableAttribute.map(\.value) == [nil])
            #expect((report.reportData?.count ?? 0) > 10)
        }
    }

    @Test func `after a reset it boots again and says why`() async throws {
        try await withWallbox { wallbox, central in
            await central.received("StatusNotification")
            await wallbox.startCharging(evse: 1, tag: "A")
            await central.received("TransactionEvent")
            #expect(try await central.ask(Reset(type: .onIdle), for: StatusResponse.self).status == "Scheduled")
            #expect(try await central.ask(Reset(type: .immediate), for: StatusResponse.self).status == "Accepted")
            for await event in wallbox.events {
                if case .disconnected = event.kind { break }
            }
            await clock.sleepers(2)
            clock.advance(by: .seconds(5))
            await central.received("BootNotification", count: 2)
            await central.received("TransactionEvent", count: 2)
            #expect(try await central.all(BootNotification.self).map(\.reason) == [.powerUp, .remoteReset])
            let ended = try #require(await central.all(TransactionEvent.self).last)
            #expect(ended.transactionInfo.stoppedReason == .immediateReset)
        }
    }

    @Test func `what it cannot do it says so`() async throws {
        try await withWallbox { _, central in
            await central.received("StatusNotification")
            guard case .error(_, let error) = try await central.ask(ClearCache()) else {
                Issue.record("The command was not answered with an error.")
                return
            }
            #expect(error.code == .notSupported)
            let trigger = TriggerMessage(requestedMessage: .bootNotification)
            #expect(try await central.ask(trigger, for: StatusResponse.self).status == "Rejected")
        }
    }

    @Test func `a tag that may not charge does not charge`() async throws {
        try await withWallbox {
            $0.plan = .script([.init(tag: "BAD", pause: .zero, duration: .minutes(1), linger: .hours(1))])
        } body: { wallbox, central in
            await central.answerTags(with: .blocked)
            await central.received("StatusNotification", count: 2)
            // Heartbeats, samples, and the driver who looks for the tag.
            await clock.sleepers(3)
            clock.advance(by: .seconds(3))
            await central.received("Authorize")
            for await event in wallbox.events {
                if case .refused = event.kind { break }
            }
            #expect(await wallbox.charged == [])
            let told = try await central.all(TransactionEvent.self)
            #expect(told == [])
        }
    }
}

/// A millisecond passes between any two looks at it.
private final class RestlessWallClock: WallClock {
    private let clock = ManualWallClock()

    var now: Stamp {
        clock.advance(by: .milliseconds(1))
        return clock.now
    }
}
