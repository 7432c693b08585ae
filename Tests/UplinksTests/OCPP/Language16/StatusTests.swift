import OCPP
import OCPP16
import Testing

@testable import Charging
@testable import Uplinks

@Suite struct Language16StatusTests {
    @Test(arguments: ConnectorState.allCases)
    func `every state has a word`(_ state: ConnectorState) throws {
        let told: StatusNotification = try Stage16().call(.status(ConnectorStatus(evse: 2, state: state)))
        #expect(told.connectorId == 2)
        #expect(told.status.rawValue == (state == .occupied ? "Preparing" : state.rawValue))
        #expect(told.errorCode == "NoError")
        #expect(told.timestamp == "2026-05-28T21:50:00Z")
    }

    @Test(arguments: ConnectorState.allCases)
    func `the station as a whole has three states`(_ state: ConnectorState) throws {
        let told: StatusNotification = try Stage16().call(.status(ConnectorStatus(evse: 0, state: state)))
        #expect(
            told.status.rawValue
                == ([.available, .unavailable, .faulted].contains(state) ? state.rawValue : "Available"))
    }

    struct Fault: Sendable {
        var told: String
        var code: String?
        var error: String
        var vendorError: String?
    }

    @Test(arguments: [
        Fault(told: "NoError", error: "NoError"), Fault(told: "", error: "NoError"),
        Fault(told: "overVoltage", error: "OverVoltage"),
        Fault(told: "GroundFailure", code: "E17", error: "GroundFailure", vendorError: "E17"),
        Fault(told: "Error", error: "OtherError", vendorError: "Error"),
        Fault(told: "Error", code: "E17", error: "OtherError", vendorError: "E17"),
    ])
    func `an error has a word of the standard, and the vendor's beside it`(_ fault: Fault) throws {
        let status = ConnectorStatus(
            evse: 1, state: .faulted, errorCode: fault.told, info: String(repeating: "é", count: 60),
            vendorErrorCode: fault.code, timestamp: Stage16.beginning + .microseconds(1))
        let told: StatusNotification = try Stage16().call(.status(status))
        #expect(told.errorCode == fault.error)
        #expect(told.vendorErrorCode == fault.vendorError)
        #expect(told.info == String(repeating: "é", count: 50))
        #expect(told.timestamp == "2026-05-28T20:26:40Z")
    }

    @Test func `only the present is told`() {
        var stage = Stage16()
        stage.isLate = true
        #expect(
            stage.silence(.status(ConnectorStatus(evse: 1, state: .charging)))
                == "Only the current state of a connector is told, and this one is past.")
    }

    @Test func `an occupied connector charges where a transaction is open`() throws {
        var stage = Stage16()
        stage.memory = Stage16.open()
        let occupied = Fact.status(ConnectorStatus(evse: 1, connector: 1, state: .occupied))
        #expect(try stage.call(occupied, as: StatusNotification.self).status == "Charging")
        stage.memory[Stage16.id]?.chargingState = "SuspendedEV"
        #expect(try stage.call(occupied, as: StatusNotification.self).status == "SuspendedEV")
        // It is over, and its stop waits for the energy.
        let over: StatusNotification = try stage.call(occupied, Session.over().sofar)
        #expect(over.status == "Finishing")
        let elsewhere = Fact.status(ConnectorStatus(evse: 2, connector: 1, state: .occupied))
        #expect(try stage.call(elsewhere, as: StatusNotification.self).status == "Preparing")
    }

    @Test func `the other connector of an EVSE in use says nothing`() throws {
        var stage = Stage16()
        stage.memory = Stage16.open()
        let free = Fact.status(ConnectorStatus(evse: 1, connector: 2, state: .available))
        #expect(stage.silence(free) == "Another connector of the EVSE is in use.")
        let unplugged = Fact.status(ConnectorStatus(evse: 1, connector: 1, state: .available))
        #expect(try stage.call(unplugged, as: StatusNotification.self).status == "Available")
        stage.memory = LaneMemory()
        #expect(try stage.call(free, as: StatusNotification.self).connectorId == 1)
    }

    struct Step: Sendable {
        var state: String
        var trigger = "ChargingStateChanged"
        var word: String?
    }

    @Test(arguments: [
        Step(state: "Charging", word: "Charging"), Step(state: "SuspendedEV", word: "SuspendedEV"),
        Step(state: "SuspendedEVSE", word: "SuspendedEVSE"), Step(state: "EVConnected", word: "Preparing"),
        Step(state: "EVConnected", trigger: "StopAuthorized", word: "Finishing"), Step(state: "Idle"),
        Step(state: "New in 2.1"),
    ])
    func `what a transaction of 2_0_1 does is told as a state, once`(_ step: Step) throws {
        var stage = Stage16()
        stage.memory = Stage16.open()
        let session = Session.running { $0.name = "tx-7" }.sofar
        let report = Fact.meterReport(
            MeterReport(evse: 1, values: [], telling: .sample(2, state: step.state, trigger: step.trigger)))
        let messages = try stage.messages(report, session)
        #expect((messages.first?.call as? StatusNotification)?.status.rawValue == step.word)
        #expect(messages.first?.chargingState == (step.word == nil ? nil : step.state))
        stage.memory[Stage16.id]?.chargingState = step.state
        #expect(try stage.messages(report, session).isEmpty)
        stage.memory[Stage16.id]?.chargingState = nil
        stage.isLate = true
        #expect(try stage.messages(report, session).isEmpty)
    }

    @Test func `a wallbox that cannot talk charges once its transaction is open`() throws {
        var stage = Stage16()
        stage.memory = Stage16.open()
        let session = Session.running { $0.flags = [.derived] }
        let status: StatusNotification = try stage.call(.transactionStarted(.sample()), session.sofar)
        #expect(status.status == "Charging")
    }
}
