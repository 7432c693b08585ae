import OCPP
import OCPP201
import Testing
import Uplinks

@testable import Charging

struct ConnectionTests201 {
    private let language = Language201(.ocpp201, lane: "csms/CP1")

    private func payload(_ json: String) throws -> Payload {
        guard case .result(_, let payload) = Frame("[3,\"1\",\(json)]", .ocpp201) else { throw Surprise() }
        return payload
    }

    struct Surprise: Error {}

    @Test func `a station introduces itself within the bounds of the standard`() throws {
        let boot = Boot(
            vendor: String(repeating: "V", count: 60), model: String(repeating: "M", count: 30),
            serialNumber: String(repeating: "7", count: 30), firmwareVersion: "1.2", dialect: "ocpp1.6")
        let call = try #require(language.boot(boot, station: "CP1", reason: .powerUp) as? BootNotification)
        try Scene201.check(call, .ocpp201)
        #expect(call.reason == .powerUp)
        #expect(call.chargingStation.model == String(repeating: "M", count: 20))
        #expect(call.chargingStation.serialNumber == String(repeating: "7", count: 25))
        let silent = language.boot(nil, station: "CP1", reason: .triggered)
        try Scene201.check(silent, .ocpp201)
        #expect((silent as? BootNotification)?.reason == .triggered)
    }

    @Test(arguments: ["Accepted", "Pending", "Rejected"])
    func `an answer to the introduction is read`(_ word: String) throws {
        let answer = try language.bootAnswer(
            payload(#"{"currentTime":"2026-11-27T04:00:00Z","interval":300,"status":"\#(word)"}"#))
        #expect(answer.status.rawValue == word)
        #expect(answer.interval == 300)
        #expect(answer.currentTime == ISO8601("2026-11-27T04:00:00Z")?.timestamp)
    }

    @Test(arguments: [
        (ConnectorState.available, "Available"), (.preparing, "Occupied"), (.charging, "Occupied"),
        (.suspendedEV, "Occupied"), (.suspendedEVSE, "Occupied"), (.finishing, "Occupied"), (.reserved, "Reserved"),
        (.unavailable, "Unavailable"), (.faulted, "Faulted"), (.occupied, "Occupied"),
    ])
    func `nine states become five`(_ state: ConnectorState, _ word: String) throws {
        let status = Charging.ConnectorStatus(evse: 2, state: state)
        let call = try #require(language.status(status, at: Scene201.at(0)) as? StatusNotification)
        try Scene201.check(call, .ocpp201)
        #expect(call.connectorStatus.rawValue == word)
        #expect(call.evseId == 2)
        #expect(call.connectorId == 1)
        #expect(call.timestamp == Scene201.at(0).description)
    }

    @Test func `a heartbeat says nothing`() throws { try Scene201.check(language.heartbeat, .ocpp201) }

    @Test(arguments: [
        ("04A1B2C3", IdTokenType.iso14443), ("04a1b2c3d4e5f6", .iso14443), ("04A1B2C3D4E5F6A7B8C9", .iso14443),
        ("04A1B2C", .central), ("0X-1!", .central), ("DE-ABC-C12345678-X", .eMAID), ("nlxyzc12345678", .eMAID),
        ("NLXYZX12345678", .central), ("guest", .central),
    ])
    func `a tag gets the type that tags like it have`(_ tag: String, _ type: IdTokenType) throws {
        let call = try #require(language.authorize(tag) as? Authorize)
        try Scene201.check(call, .ocpp201)
        #expect(call.idToken.type == type)
        #expect(call.idToken.idToken.text == tag)
    }

    @Test(arguments: [
        ("Accepted", Authorization.accepted), ("Blocked", .blocked), ("NoCredit", .blocked), ("Expired", .expired),
        ("ConcurrentTx", .concurrentTransaction), ("Invalid", .invalid), ("Unknown", .invalid),
        ("NotAllowedTypeEVSE", .invalid), ("NotAtThisLocation", .invalid), ("NotAtThisTime", .invalid),
    ])
    func `what a CSMS says of a tag is told in the site's words`(_ word: String, _ expected: Authorization) throws {
        let info = """
            {"idTokenInfo":{"status":"\(word)","cacheExpiryDateTime":"2026-12-01T00:00:00Z",\
            "groupIdToken":{"idToken":"fleet","type":"Central"}}}
            """
        let expected = TagAnswer(
            status: expected, expires: ISO8601("2026-12-01T00:00:00Z")?.timestamp, group: Tag("FLEET"))
        #expect(try language.authorizeAnswer(payload(info)) == expected)
        var scene = Scene201()
        let message = try #require(try scene.tell(.started()).first)
        #expect(message.tag == "04A1B2C3")
        #expect(try language.answer(payload(info), to: message) == CloudAnswer(verdict: expected))
        #expect(try language.answer(payload("{}"), to: message) == CloudAnswer())
    }
}
