import Testing

@testable import Uplinks

@Suite struct ChargeReportEndpointTests {
    @Test(arguments: ["https://chargereport.app", "https://chargereport.app/"])
    func `the path of the contract is added`(_ base: String) throws {
        #expect(try ChargeReportEndpoint(base: base).url == "https://chargereport.app/api/gateway/sessions")
    }

    @Test(arguments: ["http://127.0.0.1:8080", "http://localhost:1", "http://[::1]:1"])
    func `plain HTTP is for this machine only`(_ base: String) throws {
        #expect(try ChargeReportEndpoint(base: base).url == base + "/api/gateway/sessions")
    }

    @Test(arguments: [
        "http://chargereport.app", "http://127.0.0.1.example.com", "ftp://chargereport.app", "chargereport.app", "",
        "https://", "https://user:secret@chargereport.app", "https://chargereport.app/?key=1", "https://a/#b",
    ])
    func `an address that would give the key away, or is none, is refused`(_ base: String) {
        #expect(throws: BadEndpoint.self) { try ChargeReportEndpoint(base: base) }
    }
}
