import Charging
import OCPP
import Simulator
import Stations
import Testing

/// What each command makes of itself on the wire, and what the station's answers make of it.
@Suite(.timeLimit(.minutes(1))) struct OCPP201CommandTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var command: Command
        var exchanges: [Bench.Exchange]
        var result: CommandResult

        init(_ command: Command, _ exchanges: Bench.Exchange..., result: CommandResult = .accepted) {
            self.command = command
            self.exchanges = exchanges
            self.result = result
        }

        var testDescription: String { exchanges.map(\.call).joined(separator: " ") }
    }

    private static let moment = Timestamp(seconds: 1_795_305_600)

    @Test(arguments: [
        Case(
            .requestStart(tag: "T", evse: 2),
            .init(
                #""RequestStartTransaction",{"idToken":{"idToken":"T","type":"Central"},"remoteStartId":721487048,"evseId":2}"#
            )),
        Case(
            .requestStart(tag: "04AABBCC", evse: 1),
            .init(
                #""RequestStartTransaction",{"idToken":{"idToken":"04AABBCC","type":"ISO14443"},"remoteStartId":721487048,"evseId":1}"#,
                #"{"status":"Accepted","transactionId":"tx-9"}"#),
            result: .accepted.with(remark: "The station's transaction tx-9 runs already and takes the tag.")),
        Case(
            .requestStop(TransactionID(1001)!), .init(#""RequestStopTransaction",{"transactionId":"tx-1"}"#)),
        Case(.reset(.soft), .init(#""Reset",{"type":"OnIdle"}"#)),
        Case(
            .reset(.hard),
            .init(
                #""Reset",{"type":"Immediate"}"#,
                #"{"status":"Scheduled","statusInfo":{"reasonCode":"TxInProgress","additionalInfo":"soon"}}"#),
            result: CommandResult(status: "Scheduled", reason: "TxInProgress: soon")),
        Case(
            .unlock(evse: 2),
            .init(#""UnlockConnector",{"evseId":2,"connectorId":1}"#, #"{"status":"UnlockFailed"}"#),
            result: CommandResult(status: "UnlockFailed")),
        Case(
            .changeAvailability(evse: 0, operative: false),
            .init(#""ChangeAvailability",{"operationalStatus":"Inoperative"}"#)),
        Case(
            .changeAvailability(evse: 2, operative: true),
            .init(#""ChangeAvailability",{"operationalStatus":"Operative","evse":{"id":2}}"#)),
        Case(.clearCache, .init(#""ClearCache",{}"#)),
        Case(
            .trigger(message: "Heartbeat", evse: nil),
            .init(#""TriggerMessage",{"requestedMessage":"Heartbeat"}"#)),
        Case(
            .trigger(message: "StatusNotification", evse: 2),
            .init(#""TriggerMessage",{"requestedMessage":"StatusNotification","evse":{"id":2,"connectorId":1}}"#)),
        Case(
            .trigger(message: "MeterValues", evse: 1),
            .init(#""TriggerMessage",{"requestedMessage":"MeterValues","evse":{"id":1}}"#)),
        Case(
            .trigger(message: "DiagnosticsStatusNotification", evse: nil),
            .init(#""TriggerMessage",{"requestedMessage":"LogStatusNotification"}"#)),
        Case(
            .trigger(message: "SignChargePointCertificate", evse: 0),
            .init(#""TriggerMessage",{"requestedMessage":"SignChargingStationCertificate"}"#)),
        Case(
            .transfer(DataTransfer(vendor: "V", message: "m", data: "d")),
            .init(
                #""DataTransfer",{"vendorId":"V","messageId":"m","data":"d"}"#,
                #"{"status":"Accepted","data":{"e":1}}"#),
            result: CommandResult(status: "Accepted", data: #"{"e":1}"#)),
        Case(
            .getLocalListVersion, .init(#""GetLocalListVersion",{}"#, #"{"versionNumber":4}"#),
            result: .accepted.with(listVersion: 4)),
        Case(
            .sendLocalList(
                LocalListUpdate(
                    version: 5, kind: .differential,
                    changes: [
                        .init(TagRecord(tag: Tag("a")!, status: .blocked, expires: moment, group: Tag("G")!)),
                        .init(deleting: Tag("04aabbcc")!),
                    ])),
            .init(
                #""SendLocalList",{"versionNumber":5,"updateType":"Differential","localAuthorizationList":[{"idToken":{"idToken":"A","type":"Central"},"idTokenInfo":{"status":"Blocked","cacheExpiryDateTime":"2026-11-22T00:00:00Z","groupIdToken":{"idToken":"G","type":"Central"}}},{"idToken":{"idToken":"04AABBCC","type":"ISO14443"}}]}"#,
                #"{"status":"VersionMismatch"}"#), result: CommandResult(status: "VersionMismatch")),
        Case(
            .sendLocalList(LocalListUpdate(version: 1, kind: .full, changes: [])),
            .init(#""SendLocalList",{"versionNumber":1,"updateType":"Full"}"#)),
        Case(
            .reserve(
                Reservation(
                    id: 3, station: "CP1", evse: 2, driver: TagHolder(tag: Tag("T")!, group: Tag("G")!),
                    expires: moment, created: moment, connectorType: "cType2")),
            .init(
                #""ReserveNow",{"id":3,"expiryDateTime":"2026-11-22T00:00:00Z","idToken":{"idToken":"T","type":"Central"},"connectorType":"cType2","evseId":2,"groupIdToken":{"idToken":"G","type":"Central"}}"#,
                #"{"status":"Occupied"}"#), result: CommandResult(status: "Occupied")),
        Case(.cancelReservation(id: 3), .init(#""CancelReservation",{"reservationId":3}"#)),
        Case(
            .updateFirmware(
                FirmwareUpdate(
                    location: "https://f/1.bin", retrieveAt: moment, installAt: moment, signature: "c2ln",
                    signingCertificate: "PEM", retries: 2, retryIntervalSeconds: 60, requestID: 8)),
            .init(
                #""UpdateFirmware",{"requestId":8,"firmware":{"location":"https://f/1.bin","retrieveDateTime":"2026-11-22T00:00:00Z","installDateTime":"2026-11-22T00:00:00Z","signingCertificate":"PEM","signature":"c2ln"},"retries":2,"retryInterval":60}"#
            )),
        Case(
            .updateFirmware(FirmwareUpdate(location: "https://f/1.bin", retrieveAt: moment, requestID: 8)),
            .init(
                #""UpdateFirmware",{"requestId":8,"firmware":{"location":"https://f/1.bin","retrieveDateTime":"2026-11-22T00:00:00Z"}}"#,
                #"{"status":"InvalidCertificate"}"#), result: CommandResult(status: "InvalidCertificate")),
        Case(
            .getLog(LogRequest(kind: .security, location: "ftp://l", oldest: moment, requestID: 9)),
            .init(
                #""GetLog",{"log":{"remoteLocation":"ftp://l","oldestTimestamp":"2026-11-22T00:00:00Z"},"logType":"SecurityLog","requestId":9}"#,
                #"{"status":"Accepted","filename":"log.gz"}"#), result: .accepted.with(fileName: "log.gz")),
        Case(
            .getReport(.summary),
            .init(
                #""GetBaseReport",{"requestId":721487048,"reportBase":"SummaryInventory"}"#,
                #"{"status":"NotSupported"}"#), result: CommandResult(status: "NotSupported")),
        Case(
            .installCertificate(.csmsRoot, pem: "PEM"),
            .init(#""InstallCertificate",{"certificateType":"CSMSRootCertificate","certificate":"PEM"}"#)),
        Case(
            .deleteCertificate(
                CertificateName(algorithm: "SHA256", issuerName: "a", issuerKey: "b", serialNumber: "c")),
            .init(
                #""DeleteCertificate",{"certificateHashData":{"hashAlgorithm":"SHA256","issuerNameHash":"a","issuerKeyHash":"b","serialNumber":"c"}}"#,
                #"{"status":"NotFound"}"#), result: CommandResult(status: "NotFound")),
        Case(
            .listCertificates(.csmsRoot),
            .init(
                #""GetInstalledCertificateIds",{"certificateType":["CSMSRootCertificate"]}"#,
                #"{"status":"Accepted","certificateHashDataChain":[{"certificateType":"CSMSRootCertificate","certificateHashData":{"hashAlgorithm":"SHA256","issuerNameHash":"a","issuerKeyHash":"b","serialNumber":"c"}},{"certificateType":"V2GCertificateChain","certificateHashData":{"hashAlgorithm":"SHA256","issuerNameHash":"d","issuerKeyHash":"e","serialNumber":"f"},"childCertificateHashData":[{"hashAlgorithm":"SHA256","issuerNameHash":"g","issuerKeyHash":"h","serialNumber":"i"}]}]}"#
            ),
            result: .accepted.with(certificates: [
                .init(
                    use: .csmsRoot, name: .init(algorithm: "SHA256", issuerName: "a", issuerKey: "b", serialNumber: "c")
                ),
                .init(use: nil, name: .init(algorithm: "SHA256", issuerName: "d", issuerKey: "e", serialNumber: "f")),
                .init(use: nil, name: .init(algorithm: "SHA256", issuerName: "g", issuerKey: "h", serialNumber: "i")),
            ])),
        Case(
            .listCertificates(nil), .init(#""GetInstalledCertificateIds",{}"#, #"{"status":"NotFound"}"#),
            result: CommandResult(status: "NotFound").with(certificates: [])),
        Case(
            .deliverCertificate(chain: "CHAIN"), .init(#""CertificateSigned",{"certificateChain":"CHAIN"}"#)),
        Case(
            .call(action: "SetMonitoringBase", payload: #"{"monitoringBase":"All","junk":1}"#),
            .init(
                #""SetMonitoringBase",{"monitoringBase":"All"}"#,
                #"{"status":"Rejected", "statusInfo":{"reasonCode":"NoMem"}}"#),
            result: CommandResult(
                status: "Rejected", data: #"{"status":"Rejected", "statusInfo":{"reasonCode":"NoMem"}}"#,
                reason: "NoMem")),
        Case(
            .call(action: "GetTransactionStatus", payload: "{}"),
            .init(#""GetTransactionStatus",{}"#, #"{"messagesInQueue":false}"#),
            result: CommandResult(status: "Accepted", data: #"{"messagesInQueue":false}"#)),
    ])
    func `a command is sent and its answer is the result`(_ example: Case) async throws {
        try await Bench(.ocpp201, names: FakeNames()).run { bench in
            await bench.boot()
            await bench.expect(example.command, makes: example.exchanges, .success(example.result))
        }
    }

    @Test(arguments: [
        (
            Command.requestStop(TransactionID(7)!),
            "No transaction 7 runs at this station: it is over, or was never there. See ohmstead status for those that run."
        ),
        (.trigger(message: "Dance", evse: nil), "A station of OCPP 2 cannot be asked to send Dance."),
        (
            .changeConfiguration(key: "AuthorizationKey", value: "x"),
            "AuthorizationKey is no variable of OCPP 2.0.1; write Component.Variable, SecurityCtrlr.BasicAuthPassword for example."
        ),
        (.call(action: "NotifyEvent", payload: "{}"), "NotifyEvent is for a station to send."),
        (.call(action: "Dance", payload: "{}"), "Dance is no message that OCPP 2.0.1 has for stations."),
        (.call(action: "ClearCache", payload: "{"), "The payload is no JSON."),
        (.call(action: "SetMonitoringLevel", payload: "{}"), "severity is missing."),
        (
            .call(action: "SetMonitoringBase", payload: #"{"monitoringBase":"Some"}"#),
            "Cannot initialize MonitoringBase from invalid String value Some"
        ),
        (
            .deliverCertificate(chain: String(repeating: "x", count: 10_001)),
            "The command cannot be sent: certificateChain must have at most 10000 characters."
        ),
    ])
    func `what cannot be said in OCPP 2 is refused and not sent`(_ command: Command, _ reason: String) async throws {
        try await Bench(.ocpp201, names: FakeNames()).run { bench in
            await bench.boot()
            #expect(await bench.attempt(command) == .failure(.unsupported(reason)))
            #expect(bench.link.sent.count == 2)
        }
    }

    @Test func `what a station has not implemented is a refusal`() async throws {
        try await Bench(.ocpp201).run { bench in
            await bench.boot()
            async let result = bench.attempt(.getLocalListVersion)
            bench.link.station.yield(await bench.link.next().refused())
            #expect(await result == .failure(.refused(code: "NotSupported", description: "no")))
        }
    }

    @Test func `a start without an EVSE names the only one, or the first where the station will not choose`()
        async throws
    {
        let start = #""RequestStartTransaction",{"idToken":{"idToken":"T","type":"Central"},"remoteStartId":721487048"#
        for evses in 1...2 {
            try await Bench(.ocpp201).run { bench in
                for evse in 1...evses {
                    _ = await bench.ask(
                        #"[2,"1","StatusNotification",{"timestamp":"x","connectorStatus":"Available","evseId":\#(evse),"connectorId":1}]"#
                    )
                }
                await bench.boot()
                let first = Bench.Exchange(start + "}", #"{"status":"Rejected"}"#)
                let second = Bench.Exchange(start + #","evseId":1}"#)
                await bench.expect(
                    .requestStart(tag: "T", evse: nil), makes: evses == 1 ? [second] : [first, second],
                    .success(.accepted))
            }
        }
    }

    @Test(arguments: [
        ("04AABBCC", "ISO14443"), ("04aabbccddeeff", "ISO14443"), ("04AABBCCDDEEFF001122", "ISO14443"),
        ("DE-XYZ-C12345678-X", "eMAID"), ("dexyzc12345678", "eMAID"), ("DEXYZC12345678X", "eMAID"),
        ("04AABBCG", "Central"), ("DEXYZ112345678", "Central"), ("Anna", "Central"), ("", "Central"),
    ])
    func `a tag gets the type such tags have`(_ tag: String, _ type: String) async throws {
        try await Bench(.ocpp201).run { bench in
            await bench.boot()
            await bench.expect(
                .requestStart(tag: tag, evse: 1),
                makes: [
                    .init(
                        #""RequestStartTransaction",{"idToken":{"idToken":"\#(tag)","type":"\#(type)"},"remoteStartId":721487048,"evseId":1}"#
                    )
                ], .success(.accepted))
        }
    }
}

extension CommandResult {
    static let accepted = CommandResult(status: "Accepted")

    func with(
        listVersion: Int? = nil, fileName: String? = nil, schedule: CompositeSchedule? = nil,
        certificates: [InstalledCertificate]? = nil, remark: String? = nil
    ) -> CommandResult {
        var result = self
        result.listVersion = listVersion
        result.fileName = fileName
        result.schedule = schedule
        result.certificates = certificates
        result.remark = remark
        return result
    }
}
