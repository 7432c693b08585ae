import Charging
import OCPP
import SchemaSupport
import Simulator
import Testing
import Uplinks

/// What comes in at a door and is no wish: unknown messages, messages of the other direction, and what cannot be read.
struct DoorwayTests {
    @Test(arguments: [Dialect.ocpp16, .ocpp201, .ocpp21])
    func `an unknown message is not implemented and one of stations not supported`(_ dialect: Dialect) async throws {
        let trial = try DoorTrial(dialect)
        #expect(try await trial.ask("MakeCoffee").error?.code == .notImplemented)
        #expect(try await trial.ask("Heartbeat").error?.code == .notSupported)
        #expect(trial.control.commands == [])
    }

    @Test func `a message of another version is not implemented`() async throws {
        #expect(try await DoorTrial(.ocpp16).ask("GetVariables").error?.code == .notImplemented)
        #expect(try await DoorTrial(.ocpp201).ask("RemoteStartTransaction").error?.code == .notImplemented)
    }

    @Test func `what is missing is told in the code of the version`() async throws {
        #expect(try await DoorTrial(.ocpp16).ask("Reset").error?.code == .protocolError)
        #expect(try await DoorTrial(.ocpp201).ask("Reset").error?.code == .occurenceConstraintViolation)
        #expect(
            try await DoorTrial(.ocpp16).ask("Reset", #"{"type":"Lukewarm"}"#).error?.code
                == .propertyConstraintViolation)
    }

    @Test func `nobody waits for a silent station longer than half a minute`() async throws {
        let trial = try DoorTrial(.ocpp201) { _ in
            // A clock that nobody moves.
            try? await ManualClock().sleep(for: .seconds(1))
            return .success(CommandResult(status: "Accepted"))
        }
        async let answer = trial.ask(
            "RequestStartTransaction", #"{"idToken":{"idToken":"A1","type":"Central"},"remoteStartId":1}"#)
        await trial.clock.sleepers(1)
        trial.clock.advance(by: .seconds(30))
        let word = try await answer
        #expect(word.status == "Rejected")
        #expect(word.reason == "Timeout")
    }

    @Test func `before the CSMS has accepted the station it starts and stops nothing`() async throws {
        for (dialect, start, stop) in [
            (Dialect.ocpp16, Wish.of16[0], Wish.of16[2]),
            (
                .ocpp201, Wish.of201.first { $0.action == "RequestStartTransaction" }!,
                Wish.of201.first { $0.action == "RequestStopTransaction" }!
            ),
        ] {
            let trial = try DoorTrial(dialect, isAccepted: false)
            #expect(try await trial.ask(start.action, start.json).status == "Rejected")
            #expect(try await trial.ask(stop.action, stop.json).status == "Rejected")
            #expect(trial.control.commands == [])
            #expect(try await trial.ask("ClearCache").status == "Accepted")
        }
    }

    @Test(arguments: [
        ("http://updates.example.com/f.bin", true), ("https://8.8.8.8/f", true), ("ftp://user:pw@example.com/f", true),
        ("sftp://[2001:db8::1]/f", true),
        ("file:///etc/passwd", false), ("gopher://example.com/", false), ("example.com/f", false),
        ("http:///f", false), ("http://ex ample.com/f", false), ("http://localhost/f", false),
        ("http://router/f", false), ("http://nas.local/f", false), ("http://NAS.LAN./f", false),
        ("http://127.0.0.1/f", false), ("http://10.0.0.5/f", false), ("http://192.168.1.1:8080/f", false),
        ("http://172.20.0.1/f", false), ("http://169.254.169.254/f", false), ("http://100.64.0.1/f", false),
        ("http://2130706433/f", false), ("http://0x7f.1/f", false), ("http://0177.0.0.1/f", false),
        ("http://[::1]/f", false), ("http://[fd00::1]/f", false), ("http://[::ffff:10.0.0.1]/f", false),
        ("http://user@127.0.0.1/f", false), ("http://example.com@127.0.0.1/f", false),
        ("http://" + String(repeating: "a", count: 600) + ".com/f", false),
    ])
    func `a station is sent to addresses of the internet only`(_ location: String, _ isTaken: Bool) async throws {
        let log = #"{"requestId":4,"logType":"SecurityLog","log":{"remoteLocation":"\#(location)"}}"#
        let trial = try DoorTrial(.ocpp201)
        let answer = try await trial.ask("GetLog", log)
        #expect(answer.status == (isTaken ? "Accepted" : "Rejected"))
        #expect(answer.reason == (isTaken ? nil : "InvalidURL"))
        #expect(trial.control.commands.isEmpty == !isTaken)
        let update = #"{"location":"\#(location)","retrieveDate":"2026-06-01T00:00:00Z"}"#
        #expect(
            try await DoorTrial(.ocpp16).ask("UpdateFirmware", update).error?.code
                == (isTaken ? nil : .propertyConstraintViolation))
    }

    @Test func `a site may let its own CSMS name addresses within it`() async throws {
        let trial = try DoorTrial(.ocpp16, reachesSite: true)
        let json = #"{"location":"ftp://192.168.1.9/f","retrieveDate":"2026-06-01T00:00:00Z"}"#
        #expect(try await trial.ask("UpdateFirmware", json).json != nil)
        #expect(try await trial.ask("UpdateFirmware", json.replacing("ftp", with: "file")).json == nil)
    }

    @Test(arguments: ["yesterday", "", "1970-01-01T00:00:00Z", "2399-01-01T00:00:00Z", "2026-02-30T00:00:00Z"])
    func `a moment that is none is an error`(_ moment: String) async throws {
        let update = #"{"location":"https://example.com/f","retrieveDate":"\#(moment)"}"#
        let trial = try DoorTrial(.ocpp16)
        #expect(try await trial.ask("UpdateFirmware", update).error?.code == .propertyConstraintViolation)
        let reservation = #"{"connectorId":2,"expiryDate":"\#(moment)","idTag":"a","reservationId":9}"#
        #expect(try await trial.ask("ReserveNow", reservation).error?.code == .propertyConstraintViolation)
        #expect(trial.control.commands == [])
    }

    @Test func `a reservation that is over already is refused`() async throws {
        let trial = try DoorTrial(.ocpp16)
        let json = #"{"connectorId":2,"expiryDate":"2026-05-01T00:00:00Z","idTag":"a","reservationId":9}"#
        #expect(try await trial.ask("ReserveNow", json).status == "Rejected")
        #expect(trial.control.commands == [])
    }
}
