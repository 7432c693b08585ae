package import Charging
package import OCPP
import OCPP16

// What a CSMS of OCPP 1.6 answers, and what a connection asks besides. Read leniently: what cannot be read of a tag must
// not undo that a transaction was taken.

extension Language16 {
    package func answer(_ payload: Payload, to message: OutgoingMessage) throws(PayloadError) -> CloudAnswer {
        switch message.purpose {
        case .start:
            let number = try payload.decode(StartAnswer.self).transactionId
            return CloudAnswer(theirs: String(number), verdict: verdict(payload))
        case .stop: return CloudAnswer(verdict: verdict(payload))
        case .progress, .other: return CloudAnswer()
        }
    }

    private func verdict(_ payload: Payload) -> TagAnswer? {
        (try? payload.decode(StopTransaction.Response.self))?.idTagInfo.map { TagAnswer($0) }
    }

    package func boot(_ boot: Boot?, station: StationID, reason: BootReason) -> any Call {
        func told(_ text: String?, _ most: Int) -> String? {
            text.flatMap { $0.isEmpty ? nil : Words.cut($0, most) }
        }
        return BootNotification(
            chargePointVendor: told(boot?.vendor, 20) ?? "Ohmstead",
            chargePointModel: told(boot?.model, 20) ?? "Wallbox",
            chargePointSerialNumber: told(boot?.serialNumber, 25), firmwareVersion: told(boot?.firmwareVersion, 50))
    }

    package func bootAnswer(_ payload: Payload) throws(PayloadError) -> BootAnswer {
        let answer = try payload.decode(BootReply.self)
        return BootAnswer(
            status: BootAnswer.Status(rawValue: answer.status) ?? .rejected,
            interval: min(max(answer.interval ?? 0, 0), Self.longestInterval),
            currentTime: answer.currentTime.flatMap { ISO8601($0)?.timestamp })
    }

    /// A day in seconds: a station asks for the time at least once a day.
    private static let longestInterval = 86_400

    package var heartbeat: any Call { Heartbeat() }

    package func status(_ status: ConnectorStatus, at moment: Timestamp) -> any Call {
        Self.message(status, at: moment)
    }

    package func authorize(_ tag: String) -> any Call { Authorize(idTag: Words.idTag(tag)) }

    package func authorizeAnswer(_ payload: Payload) throws(PayloadError) -> TagAnswer {
        TagAnswer(try payload.decode(Authorize.Response.self).idTagInfo)
    }
}

private struct StartAnswer: Decodable {
    var transactionId: Int64
}

private struct BootReply: Decodable {
    var status: String
    var interval: Int?
    var currentTime: String?
}

extension TagAnswer {
    fileprivate init(_ info: IdTagInfo) {
        let status: Authorization =
            switch info.status {
            case .accepted: .accepted
            case .blocked: .blocked
            case .expired: .expired
            case .invalid: .invalid
            case .concurrentTx: .concurrentTransaction
            }
        self.init(
            status: status, expires: info.expiryDate.flatMap { ISO8601($0)?.timestamp },
            group: info.parentIdTag.flatMap { Tag($0.text) })
    }
}
