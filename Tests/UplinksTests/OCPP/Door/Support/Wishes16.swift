import Charging

extension Wish {
    private static let june = ISO8601("2026-06-01T00:00:00Z")!.timestamp
    private static let hash =
        #"{"hashAlgorithm":"SHA256","issuerNameHash":"aa","issuerKeyHash":"bb","serialNumber":"01"}"#
    static let profile16 = """
        {"chargingProfileId":5,"stackLevel":1,"chargingProfilePurpose":"TxProfile","chargingProfileKind":"Absolute",
        "transactionId":77,"chargingSchedule":{"chargingRateUnit":"A","startSchedule":"2026-05-28T00:00:00Z",
        "chargingSchedulePeriod":[{"startPeriod":0,"limit":16}]}}
        """

    /// One for every message there is, some with several.
    static let of16: [Wish] = [
        Wish("RemoteStartTransaction", #"{"idTag":"Tag2","connectorId":2}"#, .requestStart(tag: "Tag2", evse: 2)),
        Wish("RemoteStartTransaction", #"{"idTag":"Tag2"}"#, .requestStart(tag: "Tag2", evse: nil)),
        Wish("RemoteStopTransaction", #"{"transactionId":77}"#, .requestStop(DoorTrial.transaction)),
        Wish("Reset", #"{"type":"Soft"}"#, .reset(.soft)),
        Wish("Reset", #"{"type":"Hard"}"#, .reset(.hard)),
        Wish(
            "UnlockConnector", #"{"connectorId":2}"#, .unlock(evse: 2), "Unlocked",
            watching: .refuses("SecurityError")),
        Wish(
            "ChangeAvailability", #"{"connectorId":0,"type":"Inoperative"}"#,
            .changeAvailability(evse: 0, operative: false)),
        Wish(
            "ChangeConfiguration", #"{"key":"LightIntensity","value":"50"}"#,
            .changeConfiguration(key: "LightIntensity", value: "50")),
        Wish(
            "GetConfiguration", #"{"key":["LightIntensity"]}"#, .getConfiguration(keys: ["LightIntensity"]), nil,
            watching: .answers),
        Wish("ClearCache", .clearCache),
        Wish(
            "DataTransfer", #"{"vendorId":"V","messageId":"M","data":"D"}"#,
            .transfer(DataTransfer(vendor: "V", message: "M", data: "D"))),
        Wish(
            "UpdateFirmware",
            #"{"location":"https://example.com/f","retrieveDate":"2026-06-01T00:00:00Z","retries":3}"#,
            .updateFirmware(
                FirmwareUpdate(
                    location: "https://example.com/f", retrieveAt: june, retries: 3, requestID: 1_883_540_284)
            ), nil, watching: .refuses("SecurityError")),
        Wish(
            "GetDiagnostics", #"{"location":"ftp://example.com/d","startTime":"2026-06-01T00:00:00Z"}"#,
            .getLog(
                LogRequest(
                    kind: .diagnostics, location: "ftp://example.com/d", oldest: june, requestID: 1_883_540_284)), nil,
            watching: .refuses("SecurityError")),
        Wish("GetLocalListVersion", .getLocalListVersion, nil, watching: .answers),
        Wish(
            "SendLocalList",
            #"{"listVersion":8,"updateType":"Differential","localAuthorizationList":[{"idTag":"a"},{"idTag":"b","idTagInfo":{"status":"Blocked"}}]}"#,
            .sendLocalList(
                LocalListUpdate(
                    version: 8, kind: .differential,
                    changes: [.init(deleting: Tag("a")!), .init(TagRecord(tag: Tag("b")!, status: .blocked))])),
            watching: .refuses("SecurityError")),
        Wish(
            "ReserveNow",
            #"{"connectorId":0,"expiryDate":"2026-06-01T00:00:00Z","idTag":"a","reservationId":9,"parentIdTag":"g"}"#,
            .reserve(
                Reservation(
                    id: 9, station: "CP1", evse: nil, driver: TagHolder(tag: Tag("a")!, group: Tag("g")), expires: june,
                    created: DoorTrial.now, heldBy: .station))),
        Wish("CancelReservation", #"{"reservationId":9}"#, .cancelReservation(id: 9)),
        Wish(
            "SetChargingProfile", #"{"connectorId":1,"csChargingProfiles":\#(profile16)}"#,
            .setChargingProfile(.example(.txProfile, transaction: DoorTrial.transaction), evse: 1)),
        Wish(
            "ClearChargingProfile", #"{"chargingProfilePurpose":"ChargePointMaxProfile"}"#,
            .clearChargingProfiles(ProfileCriteria(purpose: .chargingStationMaxProfile)),
            watching: .refuses("SecurityError")),
        Wish(
            "GetCompositeSchedule", #"{"connectorId":1,"duration":600,"chargingRateUnit":"W"}"#,
            .getCompositeSchedule(evse: 1, seconds: 600, unit: .watt), watching: .answers),
        Wish(
            "TriggerMessage", #"{"requestedMessage":"MeterValues","connectorId":1}"#,
            .trigger(message: "MeterValues", evse: 1)),
        Wish("TriggerMessage", #"{"requestedMessage":"Heartbeat"}"#, nil, watching: .answers),
        Wish(
            "ExtendedTriggerMessage", #"{"requestedMessage":"FirmwareStatusNotification"}"#,
            .trigger(message: "FirmwareStatusNotification", evse: nil)),
        Wish(
            "SignedUpdateFirmware",
            #"{"requestId":4,"firmware":{"location":"https://example.com/f","retrieveDateTime":"2026-06-01T00:00:00Z","signingCertificate":"C","signature":"S"}}"#,
            .updateFirmware(
                FirmwareUpdate(
                    location: "https://example.com/f", retrieveAt: june, signature: "S", signingCertificate: "C",
                    requestID: 4))),
        Wish(
            "GetLog", #"{"requestId":4,"logType":"SecurityLog","log":{"remoteLocation":"sftp://example.com/l"}}"#,
            .getLog(LogRequest(kind: .security, location: "sftp://example.com/l", requestID: 4))),
        Wish("CertificateSigned", #"{"certificateChain":"P"}"#, nil, watching: .answers),
        Wish(
            "InstallCertificate", #"{"certificateType":"CentralSystemRootCertificate","certificate":"P"}"#, nil,
            watching: .answers),
        Wish(
            "InstallCertificate", #"{"certificateType":"ManufacturerRootCertificate","certificate":"P"}"#,
            .installCertificate(.manufacturerRoot, pem: "P")),
        Wish(
            "DeleteCertificate", #"{"certificateHashData":\#(hash)}"#, nil, watching: .answers),
        Wish(
            "GetInstalledCertificateIds", #"{"certificateType":"CentralSystemRootCertificate"}"#, nil,
            watching: .answers),
    ]

    private init(
        _ action: String, _ command: Command?, _ status: String? = "Accepted",
        watching: Watching = .refuses("Rejected")
    ) {
        self.init(action, "{}", command, status, watching: watching)
    }
}
