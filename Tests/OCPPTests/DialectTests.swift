import OCPP
import Testing

@Suite struct DialectTests {
    @Test func `a version has the name it is negotiated by`() {
        #expect(Dialect.allCases.map(\.rawValue) == ["ocpp1.6", "ocpp2.0.1", "ocpp2.1"])
    }
}
