import FoundationEssentials
import Testing

@testable import Uplinks

@Suite struct CSMSAddressTests {
    struct Case: Sendable {
        var url: String
        var hidesPath = false
        var identity = "CP1"
        var dialled: String
        var shown: String
    }

    @Test(arguments: [
        Case(url: "wss://csms.example", dialled: "wss://csms.example/CP1", shown: "wss://csms.example/CP1"),
        Case(
            url: "ws://csms.example:80/ocpp/", dialled: "ws://csms.example:80/ocpp/CP1",
            shown: "ws://csms.example:80/ocpp/CP1"),
        Case(
            url: "wss://csms.example/ocpp?a=b", dialled: "wss://csms.example/ocpp/CP1?a=b",
            shown: "wss://csms.example/ocpp/CP1"),
        Case(
            url: "wss://csms.example/x/{station}/y", identity: "Säule 1/2:a",
            dialled: "wss://csms.example/x/S%C3%A4ule%201%2F2%3Aa/y",
            shown: "wss://csms.example/x/S%C3%A4ule%201%2F2%3Aa/y"),
        Case(
            url: "wss://csms.example/t0ken", hidesPath: true, dialled: "wss://csms.example/t0ken", shown: "csms.example"
        ),
        Case(
            url: "wss://csms.example:8443/t0ken/{station}?k=1", hidesPath: true,
            dialled: "wss://csms.example:8443/t0ken/CP1?k=1", shown: "csms.example:8443"),
        Case(
            url: "wss://[fd00::1]:9000/ocpp", dialled: "wss://[fd00::1]:9000/ocpp/CP1",
            shown: "wss://[fd00::1]:9000/ocpp/CP1"),
    ])
    func `the identity goes where it belongs`(_ example: Case) throws {
        let address = try CSMSAddress(example.url, hidesPath: example.hidesPath)
        #expect(address.url(identity: example.identity, token: nil) == example.dialled)
        #expect(address.shown(identity: example.identity) == example.shown)
    }

    @Test func `a token goes into the URL and into nothing that is printed`() throws {
        let address = try CSMSAddress(
            "wss://csms.example/ocpp/{token}/{station}?k={token}", token: .credential(name: "token"))
        #expect(address.url(identity: "CP1", token: "s3cret") == "wss://csms.example/ocpp/s3cret/CP1?k=s3cret")
        #expect(address.shown(identity: "CP1") == "csms.example")
        let hidden = try CSMSAddress("wss://csms.example/s3cret", hidesPath: true)
        var dumped = ""
        dump(hidden, to: &dumped)
        for text in ["\(hidden)", String(reflecting: hidden), dumped, "\([hidden])"] {
            #expect(!text.contains("s3cret"))
        }
    }

    @Test(arguments: [("abc-1~%2F@", true), ("a/b", false), ("a b", false), ("a?b", false), ("ä", false)])
    func `a token is what a URL takes as it is`(_ text: String, _ isOne: Bool) {
        #expect((CSMSAddress.token(text[...]) != nil) == isOne)
    }

    @Test(arguments: [
        "https://csms.example/ocpp", "csms.example", "wss://", "wss://user:s3cret@csms.example/ocpp",
        "wss://csms.example/ocpp#s3cret", "wss://{station}.csms.example/s3cret", "wss://csms.example/{s3cret}",
        "wss://csms.example/s3cret/{token}", "wss://csms.example/s3 cret",
        "wss://csms.example/s3cret" + String(repeating: "x", count: 512),
    ])
    func `what cannot be dialled is refused without repeating it`(_ url: String) {
        let error = #expect(throws: BadEndpoint.self) { try CSMSAddress(url) }
        #expect(error?.description.contains("s3cret") == false)
        #expect(throws: BadEndpoint.self) { try CSMSAddress("wss://a.example", token: .credential(name: "t")) }
    }
}
