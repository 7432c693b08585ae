import Charging
import SchemaSupport
import Stations
import Testing

/// What every command becomes on the wire, where a station needs nothing special.
@Suite(.timeLimit(.minutes(1))) struct CommandFrameTests {
    static let moment = Timestamp(microseconds: 1_795_228_871_123_456)
    static let profile = ChargingProfile(
        id: 7, stackLevel: 1, purpose: .chargingStationMaxProfile, validTo: moment,
        schedule: ChargingSchedule(
            unit: .ampere, durationSeconds: 3600, minimumRate: ExactDecimal("6.55")!,
            periods: [.init(startSeconds: 0, limit: ExactDecimal("16.09")!, phases: 1, phaseToUse: 2)]))
    static let schedule =
        #""chargingSchedule":{"chargingRateUnit":"A","chargingSchedulePeriod":[{"limit":16,"numberPhases":1,"startPeriod":0}],"duration":3600,"minChargingRate":6.5,"startSchedule":"2026-11-21T02:41:11Z"}"#
    static let certificate = CertificateName(
        algorithm: "SHA256", issuerName: "ab", issuerKey: "cd", serialNumber: "01")
    static let hashes = #"{"hashAlgorithm":"SHA256","issuerKeyHash":"cd","issuerNameHash":"ab","serialNumber":"01"}"#

    static let lists = [
        CommandCase(
            "version of the local list", .getLocalListVersion,
            [Step(#""GetLocalListVersion",{}"#, #"{"listVersion":3}"#)],
            CommandResult("Accepted") { $0.listVersion = 3 }),
        CommandCase(
            "no local list", .getLocalListVersion, [Step(#""GetLocalListVersion",{}"#, #"{"listVersion":-1}"#)],
            CommandResult("NotSupported") { $0.listVersion = -1 }),
        CommandCase(
            "local list",
            .sendLocalList(
                LocalListUpdate(
                    version: 4, kind: .differential,
                    changes: [
                        .init(TagRecord(tag: Tag("a1")!, expires: moment, group: Tag("fam"))),
                        .init(TagRecord(tag: Tag("b2")!, status: .blocked)), .init(deleting: Tag("c3")!),
                        .init(TagRecord(tag: Tag("a tag of more than twenty")!)),
                    ])),
            [
                Step(
                    #""SendLocalList",{"listVersion":4,"localAuthorizationList":[{"idTag":"A1","idTagInfo":{"expiryDate":"2026-11-21T02:41:11.123Z","parentIdTag":"FAM","status":"Accepted"}},{"idTag":"B2","idTagInfo":{"status":"Blocked"}},{"idTag":"C3"}],"updateType":"Differential"}"#,
                    #"{"status":"VersionMismatch"}"#)
            ],
            CommandResult(
                "VersionMismatch",
                remark: "1 tags were left out, for they are longer than the 20 characters of OCPP 1.6.")),
        CommandCase(
            "empty local list", .sendLocalList(LocalListUpdate(version: 1, kind: .full, changes: [])),
            [Step(#""SendLocalList",{"listVersion":1,"updateType":"Full"}"#)]),
        CommandCase(
            "reservation",
            .reserve(
                Reservation(
                    id: 3, station: "CP1", evse: 2, driver: TagHolder(tag: Tag("T")!, group: Tag("G")),
                    expires: moment, created: moment)),
            [
                Step(
                    #""ReserveNow",{"connectorId":2,"expiryDate":"2026-11-21T02:41:11.123Z","idTag":"T","parentIdTag":"G","reservationId":3}"#,
                    #"{"status":"Occupied"}"#)
            ], CommandResult("Occupied")),
        CommandCase(
            "reservation of any connector",
            .reserve(
                Reservation(
                    id: 3, station: "CP1", evse: nil, driver: TagHolder(tag: Tag("T")!), expires: moment,
                    created: moment)),
            [
                Step(
                    #""ReserveNow",{"connectorId":0,"expiryDate":"2026-11-21T02:41:11.123Z","idTag":"T","reservationId":3}"#
                )
            ]),
        CommandCase(
            "cancelled reservation", .cancelReservation(id: 3), [Step(#""CancelReservation",{"reservationId":3}"#)]),
    ]

    static let profiles = [
        CommandCase(
            "profile of the whole station", .setChargingProfile(profile, evse: 0),
            [
                Step(
                    #""SetChargingProfile",{"connectorId":0,"csChargingProfiles":{"chargingProfileId":7,"chargingProfileKind":"Absolute","chargingProfilePurpose":"ChargePointMaxProfile",\#(schedule),"stackLevel":1,"validTo":"2026-11-21T02:41:11.123Z"}}"#
                )
            ],
            CommandResult(
                "Accepted", remark: "OCPP 1.6 cannot say which phase is to be used; the station chooses.")),
        CommandCase(
            "profile of the running transaction",
            .setChargingProfile(
                ChargingProfile(
                    id: 8, purpose: .txProfile, kind: .relative,
                    schedule: ChargingSchedule(
                        unit: .watt, periods: [.init(startSeconds: 0, limit: ExactDecimal(4140))])), evse: 1),
            [
                Step(
                    #""SetChargingProfile",{"connectorId":1,"csChargingProfiles":{"chargingProfileId":8,"chargingProfileKind":"Relative","chargingProfilePurpose":"TxProfile","chargingSchedule":{"chargingRateUnit":"W","chargingSchedulePeriod":[{"limit":4140,"startPeriod":0}]},"stackLevel":0,"transactionId":1001}}"#,
                    #"{"status":"NotSupported"}"#)
            ], CommandResult("NotSupported"), said: [CommandCase.running]),
        CommandCase(
            "recurring profile",
            .setChargingProfile(
                ChargingProfile(
                    id: 9, purpose: .txDefaultProfile, kind: .recurring, recurrency: .daily,
                    schedule: ChargingSchedule(
                        unit: .ampere, start: Timestamp(seconds: 0),
                        periods: [.init(startSeconds: 0, limit: ExactDecimal(6))])), evse: 2),
            [
                Step(
                    #""SetChargingProfile",{"connectorId":2,"csChargingProfiles":{"chargingProfileId":9,"chargingProfileKind":"Recurring","chargingProfilePurpose":"TxDefaultProfile","chargingSchedule":{"chargingRateUnit":"A","chargingSchedulePeriod":[{"limit":6,"startPeriod":0}],"startSchedule":"1970-01-01T00:00:00Z"},"recurrencyKind":"Daily","stackLevel":0}}"#
                )
            ]),
        CommandCase(
            "clear by ids", .clearChargingProfiles(ProfileCriteria(ids: [2, 1])),
            [
                Step(#""ClearChargingProfile",{"id":1}"#),
                Step(#""ClearChargingProfile",{"id":2}"#, #"{"status":"Unknown"}"#),
            ]),
        CommandCase(
            "clear by place",
            .clearChargingProfiles(ProfileCriteria(evse: 1, purpose: .chargingStationMaxProfile, stackLevel: 2)),
            [
                Step(
                    #""ClearChargingProfile",{"chargingProfilePurpose":"ChargePointMaxProfile","connectorId":1,"stackLevel":2}"#,
                    #"{"status":"Unknown"}"#)
            ], CommandResult("Unknown")),
        CommandCase("clear all", .clearChargingProfiles(ProfileCriteria()), [Step(#""ClearChargingProfile",{}"#)]),
        CommandCase(
            "composite schedule", .getCompositeSchedule(evse: 1, seconds: 60, unit: .ampere),
            [
                Step(
                    #""GetCompositeSchedule",{"chargingRateUnit":"A","connectorId":1,"duration":60}"#,
                    #"{"status":"Accepted","connectorId":1,"scheduleStart":"2026-11-21T02:41:00Z","chargingSchedule":{"chargingRateUnit":"A","chargingSchedulePeriod":[{"startPeriod":0,"limit":16.5},{"startPeriod":30,"limit":6,"numberPhases":1}]}}"#
                )
            ],
            CommandResult("Accepted") {
                $0.schedule = CompositeSchedule(
                    evse: 1, start: Timestamp(seconds: 1_795_228_860), durationSeconds: 60, unit: .ampere,
                    periods: [
                        .init(startSeconds: 0, limit: ExactDecimal("16.5")),
                        .init(startSeconds: 30, limit: ExactDecimal(6), phases: 1),
                    ])
            }),
        CommandCase(
            "no composite schedule", .getCompositeSchedule(evse: 0, seconds: 60, unit: nil),
            [Step(#""GetCompositeSchedule",{"connectorId":0,"duration":60}"#, #"{"status":"Rejected"}"#)],
            CommandResult("Rejected")),
        CommandCase(
            "remote start with a profile",
            .requestStart(
                tag: "T", evse: 1,
                profile: ChargingProfile(
                    id: 5, purpose: .txProfile,
                    schedule: ChargingSchedule(
                        unit: .ampere, periods: [.init(startSeconds: 0, limit: ExactDecimal(10))]))),
            [
                Step(
                    #""RemoteStartTransaction",{"chargingProfile":{"chargingProfileId":5,"chargingProfileKind":"Absolute","chargingProfilePurpose":"TxProfile","chargingSchedule":{"chargingRateUnit":"A","chargingSchedulePeriod":[{"limit":10,"startPeriod":0}],"startSchedule":"2026-11-21T02:41:11Z"},"stackLevel":0},"connectorId":1,"idTag":"T"}"#
                )
            ]),
    ]

    static let maintenance = [
        CommandCase(
            "firmware",
            .updateFirmware(
                FirmwareUpdate(
                    location: "https://x/f", retrieveAt: moment, retries: 2, retryIntervalSeconds: 60, requestID: 1)),
            [
                Step(
                    #""UpdateFirmware",{"location":"https://x/f","retries":2,"retrieveDate":"2026-11-21T02:41:11.123Z","retryInterval":60}"#,
                    "{}")
            ],
            CommandResult(
                "Accepted",
                remark: "OCPP 1.6 gives no status to an unsigned update; the station reports how it goes.")),
        CommandCase(
            "signed firmware",
            .updateFirmware(
                FirmwareUpdate(
                    location: "https://x/f", retrieveAt: moment, installAt: moment, signature: "c2ln",
                    signingCertificate: "PEM", requestID: 4)),
            [
                Step(
                    #""SignedUpdateFirmware",{"firmware":{"installDateTime":"2026-11-21T02:41:11.123Z","location":"https://x/f","retrieveDateTime":"2026-11-21T02:41:11.123Z","signature":"c2ln","signingCertificate":"PEM"},"requestId":4}"#,
                    #"{"status":"InvalidCertificate"}"#)
            ], CommandResult("InvalidCertificate")),
        CommandCase(
            "security log",
            .getLog(LogRequest(kind: .security, location: "https://x/l", oldest: moment, retries: 1, requestID: 2)),
            [
                Step(
                    #""GetLog",{"log":{"oldestTimestamp":"2026-11-21T02:41:11.123Z","remoteLocation":"https://x/l"},"logType":"SecurityLog","requestId":2,"retries":1}"#,
                    #"{"status":"Accepted","filename":"s.log"}"#)
            ], CommandResult("Accepted") { $0.fileName = "s.log" }),
        CommandCase(
            "diagnostics of a station without GetLog",
            .getLog(LogRequest(kind: .diagnostics, location: "ftp://x", oldest: moment, latest: moment, requestID: 2)),
            [
                Step(
                    #""GetLog",{"log":{"latestTimestamp":"2026-11-21T02:41:11.123Z","oldestTimestamp":"2026-11-21T02:41:11.123Z","remoteLocation":"ftp://x"},"logType":"DiagnosticsLog","requestId":2}"#,
                    "NotImplemented"),
                Step(
                    #""GetDiagnostics",{"location":"ftp://x","startTime":"2026-11-21T02:41:11.123Z","stopTime":"2026-11-21T02:41:11.123Z"}"#,
                    #"{"fileName":"d.zip"}"#),
            ],
            CommandResult(
                "Accepted", remark: "This station does not know GetLog; GetDiagnostics was sent instead."
            ) { $0.fileName = "d.zip" }),
        CommandCase(
            "trigger", .trigger(message: "MeterValues", evse: 2),
            [Step(#""TriggerMessage",{"connectorId":2,"requestedMessage":"MeterValues"}"#)]),
        CommandCase(
            "trigger only the extension knows", .trigger(message: "SignChargePointCertificate", evse: nil),
            [Step(#""ExtendedTriggerMessage",{"requestedMessage":"SignChargePointCertificate"}"#)]),
        CommandCase(
            "the same in the words of 2.0.1", .trigger(message: "SignChargingStationCertificate", evse: nil),
            [Step(#""ExtendedTriggerMessage",{"requestedMessage":"SignChargePointCertificate"}"#)]),
        CommandCase(
            "trigger of a station without TriggerMessage", .trigger(message: "Heartbeat", evse: nil),
            [
                Step(#""TriggerMessage",{"requestedMessage":"Heartbeat"}"#, "NotSupported"),
                Step(#""ExtendedTriggerMessage",{"requestedMessage":"Heartbeat"}"#),
            ],
            CommandResult(
                "Accepted",
                remark: "This station does not take TriggerMessage; ExtendedTriggerMessage was sent instead.")),
        CommandCase(
            "trigger that nobody can", .trigger(message: "DiagnosticsStatusNotification", evse: nil),
            [
                Step(
                    #""TriggerMessage",{"requestedMessage":"DiagnosticsStatusNotification"}"#,
                    #"{"status":"NotImplemented"}"#)
            ], CommandResult("NotImplemented")),
        CommandCase(
            "root certificate", .installCertificate(.csmsRoot, pem: "PEM"),
            [Step(#""InstallCertificate",{"certificate":"PEM","certificateType":"CentralSystemRootCertificate"}"#)]),
        CommandCase(
            "certificate deleted", .deleteCertificate(certificate),
            [Step(#""DeleteCertificate",{"certificateHashData":\#(hashes)}"#, #"{"status":"NotFound"}"#)],
            CommandResult("NotFound")),
        CommandCase(
            "all certificates", .listCertificates(nil),
            [
                Step(
                    #""GetInstalledCertificateIds",{"certificateType":"CentralSystemRootCertificate"}"#,
                    #"{"status":"Accepted","certificateHashData":[\#(hashes)]}"#),
                Step(
                    #""GetInstalledCertificateIds",{"certificateType":"ManufacturerRootCertificate"}"#,
                    #"{"status":"NotFound"}"#),
            ],
            CommandResult("Accepted") {
                $0.certificates = [InstalledCertificate(use: .csmsRoot, name: certificate)]
            }),
        CommandCase(
            "certificates of one use", .listCertificates(.manufacturerRoot),
            [
                Step(
                    #""GetInstalledCertificateIds",{"certificateType":"ManufacturerRootCertificate"}"#,
                    #"{"status":"NotFound"}"#)
            ], CommandResult("NotFound") { $0.certificates = [] }),
        CommandCase(
            "certificate delivered", .deliverCertificate(chain: "PEM"),
            [Step(#""CertificateSigned",{"certificateChain":"PEM"}"#)]),
        CommandCase(
            "security profile", .raiseSecurityProfile(SecurityProfileChange(profile: 2, url: "wss://x")),
            [Step(#""ChangeConfiguration",{"key":"SecurityProfile","value":"2"}"#)],
            CommandResult(
                "Accepted",
                remark: "OCPP 1.6 cannot tell a station another address; it comes back to the one it has.")),
        CommandCase(
            "a variable of 2.0.1 that is a key",
            .changeConfiguration(key: "TxCtrlr.EVConnectionTimeOut", value: "60"),
            [Step(#""ChangeConfiguration",{"key":"ConnectionTimeOut","value":"60"}"#)],
            CommandResult("Accepted", remark: "This station calls the key ConnectionTimeOut.")),
        CommandCase(
            "such a variable is read", .getConfiguration(keys: ["ReservationCtrlr.NonEvseSpecific", "ACME.Key"]),
            [
                Step(
                    #""GetConfiguration",{"key":["ReserveConnectorZeroSupported","ACME.Key"]}"#,
                    #"{"unknownKey":["ReserveConnectorZeroSupported","ACME.Key"]}"#)
            ],
            CommandResult(status: "Accepted", unknownKeys: ["ReserveConnectorZeroSupported", "ACME.Key"])),
        CommandCase(
            "any message", .call(action: "UnlockConnector", payload: #"{ "connectorId" : 1, "more": [] }"#),
            [Step(#""UnlockConnector",{"connectorId":1}"#, #"{"status":"Unlocked" , "why":"x"}"#)],
            CommandResult(status: "Unlocked", data: #"{"status":"Unlocked" , "why":"x"}"#)),
        CommandCase(
            "any message without a status", .call(action: "GetLocalListVersion", payload: "{}"),
            [Step(#""GetLocalListVersion",{}"#, #"{"listVersion":5}"#)],
            CommandResult(status: "Accepted", data: #"{"listVersion":5}"#)),
    ]

    static let all = lists + profiles + maintenance

    @Test(arguments: all)
    func `a command becomes these calls, and their answers its result`(_ example: CommandCase) async throws {
        try await example.run()
    }

    @Test(
        .enabled(if: SharedData.isPresent, "the published schemas are not here"),
        arguments: all + LimitTests.all + QuirkCommandTests.all)
    func `what is sent fits the published schema`(_ example: CommandCase) throws {
        let schemas = try SharedData.schemas("v16")
        for step in example.steps {
            let schema = try #require(schemas[step.action])
            #expect(schema.complaints(about: try JSONValue(step.payload)) == [])
        }
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        var command: Command
        var reason: String
        var testDescription: String { reason }
    }

    @Test(arguments: [
        Refusal(
            command: .getChargingProfiles(ProfileCriteria()),
            reason: "A station of OCPP 1.6 cannot be asked for its profiles; ask for the composite schedule instead."),
        Refusal(
            command: .requestStart(tag: "a tag of more than twenty", evse: 1),
            reason: "The command cannot be sent: idTag must have at most 20 characters."),
        Refusal(
            command: .requestStart(tag: "T", evse: 1, profile: profile),
            reason: "A remote start takes a TxProfile without a transaction; send the profile as one."),
        Refusal(
            command: .trigger(message: "TransactionEvent", evse: nil),
            reason:
                "A station of OCPP 1.6 cannot be asked for TransactionEvent; it can for BootNotification, DiagnosticsStatusNotification, FirmwareStatusNotification, Heartbeat, LogStatusNotification, MeterValues, SignChargePointCertificate, StatusNotification."
        ),
        Refusal(
            command: .installCertificate(.v2gRoot, pem: "PEM"),
            reason:
                "A station of OCPP 1.6 knows no V2GRootCertificate; it takes CSMSRootCertificate and ManufacturerRootCertificate."
        ),
        Refusal(
            command: .updateFirmware(
                FirmwareUpdate(location: "x", retrieveAt: moment, signature: "c2ln", requestID: 1)),
            reason: "A signed firmware needs its signature and its certificate; give both or neither."),
        Refusal(
            command: .call(action: "SetVariables", payload: "{}"), reason: "OCPP 1.6 has no message SetVariables."),
        Refusal(
            command: .call(action: "Heartbeat", payload: "{}"),
            reason: "Heartbeat is what stations send; it cannot be sent to one."),
        Refusal(
            command: .call(action: "ChangeConfiguration", payload: "{}"),
            reason: "ChangeConfiguration has a command of its own; use that."),
        Refusal(
            command: .call(action: "UnlockConnector", payload: "{}"),
            reason: "The payload is no UnlockConnector: connectorId is missing."),
        Refusal(command: .call(action: "UnlockConnector", payload: "{"), reason: "The payload is no JSON object."),
        Refusal(
            command: .clearChargingProfiles(ProfileCriteria(purpose: .chargingStationExternalConstraints)),
            reason: "External constraints are the site's own; a station of OCPP 1.6 has none."),
    ])
    func `what 1.6 cannot say is refused with a sentence, and nothing is sent`(_ example: Refusal) async throws {
        try await Bench().run { bench in
            await bench.boot()
            let before = bench.link.sent.count
            #expect(await bench.attempt(example.command) == .failure(.unsupported(example.reason)))
            #expect(bench.link.sent.count == before)
        }
    }
}
