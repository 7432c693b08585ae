/// How OCPP is carried.
package enum OCPPTransport: String, Codable, Sendable, CaseIterable {
    case json = "JSON"
    case soap = "SOAP"
}
