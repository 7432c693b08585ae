import Charging
import OCPP
import OCPP201

// From the site's words into those of OCPP 2.0.1.

extension SendLocalList {
    init(_ update: LocalListUpdate) {
        self.init(
            versionNumber: update.version, updateType: update.kind == .full ? .full : .differential,
            localAuthorizationList: update.changes.isEmpty
                ? nil
                : update.changes.map { change in
                    AuthorizationData(
                        idToken: IdToken(tag: change.tag.text), idTokenInfo: change.record.map { IdTokenInfo($0) })
                })
    }
}

extension IdTokenInfo {
    fileprivate init(_ record: TagRecord) {
        self.init(
            status: AuthorizationStatus(record.status), cacheExpiryDateTime: record.expires?.inMilliseconds,
            groupIdToken: record.group.map { IdToken(tag: $0.text) })
    }
}

extension ReserveNow {
    init(_ reservation: Reservation) throws(CommandError) {
        let type = reservation.connectorType.flatMap { ConnectorType(rawValue: $0) }
        if let word = reservation.connectorType, type == nil {
            throw .unsupported("OCPP 2.0.1 knows no connector \(word); it writes cType2, cCCS2 and the like.")
        }
        self.init(
            id: reservation.id, expiryDateTime: reservation.expires.inMilliseconds,
            idToken: IdToken(tag: reservation.driver.tag.text), connectorType: type, evseId: reservation.evse,
            groupIdToken: reservation.driver.group.map { IdToken(tag: $0.text) })
    }
}

extension UpdateFirmware {
    init(_ update: FirmwareUpdate) {
        self.init(
            requestId: update.requestID,
            firmware: Firmware(
                location: GrowingText(update.location), retrieveDateTime: update.retrieveAt.inMilliseconds,
                installDateTime: update.installAt?.inMilliseconds,
                signingCertificate: update.signingCertificate.map { Text($0) },
                signature: update.signature.map { Text($0) }),
            retries: update.retries, retryInterval: update.retryIntervalSeconds)
    }
}

extension GetLog {
    init(_ request: LogRequest) {
        self.init(
            log: LogParameters(
                remoteLocation: GrowingText(request.location), oldestTimestamp: request.oldest?.inMilliseconds,
                latestTimestamp: request.latest?.inMilliseconds),
            logType: request.kind == .security ? .securityLog : .diagnosticsLog, requestId: request.requestID,
            retries: request.retries, retryInterval: request.retryIntervalSeconds)
    }
}

extension InstallCertificate {
    init(_ use: CertificateUse, _ pem: String) {
        let use: InstallCertificateUse =
            switch use {
            case .csmsRoot: .csmsRootCertificate
            case .manufacturerRoot: .manufacturerRootCertificate
            case .v2gRoot: .v2gRootCertificate
            case .moRoot: .moRootCertificate
            }
        self.init(certificateType: use, certificate: GrowingText(pem))
    }
}

extension CertificateHashData {
    init(_ name: CertificateName) {
        self.init(
            hashAlgorithm: HashAlgorithm(rawValue: name.algorithm), issuerNameHash: Text(name.issuerName),
            issuerKeyHash: Text(name.issuerKey), serialNumber: Text(name.serialNumber))
    }
}

extension CertificateName {
    init(_ data: CertificateHashData) {
        self.init(
            algorithm: data.hashAlgorithm.rawValue, issuerName: data.issuerNameHash.text,
            issuerKey: data.issuerKeyHash.text, serialNumber: data.serialNumber.text)
    }
}
