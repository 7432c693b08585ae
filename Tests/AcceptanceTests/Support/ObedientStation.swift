import Foundation
import WebSocket

/// A station that says yes to everything it is told, and does nothing of it.
struct ObedientStation {
    var id: String
    var password: String
    var port: Int

    /// Introduces itself and answers until the gateway or the test ends it.
    func run() async throws {
        let basic = Data("\(id):\(password)".utf8).base64EncodedString()
        try await Dialer(clock: ContinuousClock()).connect(
            url: "ws://127.0.0.1:\(port)/ocpp/\(id)", subprotocols: ["ocpp1.6"],
            headers: [("Authorization", "Basic \(basic)")]
        ) { connection in
            try await connection.send(
                #"[2,"1","BootNotification",{"chargePointVendor":"Obedient","chargePointModel":"1"}]"#)
            for try await text in connection.messages {
                let frame = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [Any]
                guard frame?.first as? Int == 2, let call = frame?[1] as? String else { continue }
                try await connection.send(#"[3,"\#(call)",{"status":"Accepted"}]"#)
            }
        }
    }
}
