import OCPP201
import Testing

@Suite struct DialectTests {
    @Test func `the names are those of the sub-protocols`() {
        #expect(Dialect(rawValue: "ocpp2.0.1") == .ocpp201)
        #expect(Dialect(rawValue: "ocpp2.1") == .ocpp21)
    }
}
