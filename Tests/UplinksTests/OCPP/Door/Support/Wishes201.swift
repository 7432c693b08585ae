import Charging

extension Wish {
    private static let june = ISO8601("2026-06-01T00:00:00Z")!.timestamp
    private static let token = #"{"idToken":"Tag2","type":"ISO14443"}"#
    private static let hash =
        #"{"hashAlgorithm":"SHA256","issuerNameHash":"aa","issuerKeyHash":"bb","serialNumber":"01"}"#
    private static let light = #""component":{"name":"Light"},"variable":{"name":"Brightness"}"#
    static let profile201 = """
        {"id":5,"stackLevel":1,"chargingProfilePurpose":"TxProfile","chargingProfileKind":"Absolute",
        "transactionId":"\(DoorTrial.uuid)","chargingSchedule":[{"id":1,"chargingRateUnit":"A",
        "startSchedule":"2026-05-28T00:00:00Z","chargingSchedulePeriod":[{"startPeriod":0,"limit":16}]}]}
        """

    private static func display(_ transaction: String) -> String {
        #"{"message":{"id":1,"priority":"AlwaysFront","message":{"format":"ASCII","content":"Hi"},"transactionId":"\#(transaction)"}}"#
    }

    private static func passed(
        _ action: String, _ json: String, _ status: String? = "Accepted", sent: String? = nil,
        watching: Watching = .refuses("Rejected")
    ) -> Wish {
        Wish(action, json, .call(action: action, payload: sent ?? json), status, watching: watching)
    }

    /// One for every message there is, some with several, at a station of 2.0.1.
    static let of201: [Wish] = [
        passed("GetVariables", #"{"getVariableData":[{\#(light)}]}"#, nil, watching: .answers),
        passed(
            "SetVariables", #"{"setVariableData":[{"attributeValue":"60",\#(light)}]}"#, nil, watching: .answers),
        Wish(
            "GetBaseReport", #"{"requestId":1,"reportBase":"FullInventory"}"#, .getReport(.full), watching: .answers),
        Wish("GetReport", #"{"requestId":1}"#, nil, watching: .answers),
        Wish("Reset", #"{"type":"Immediate"}"#, .reset(.hard)),
        Wish("Reset", #"{"type":"OnIdle"}"#, .reset(.soft)),
        passed("Reset", #"{"type":"OnIdle","evseId":1}"#),
        Wish(
            "SetNetworkProfile",
            #"{"configurationSlot":1,"connectionData":{"ocppVersion":"OCPP20","ocppTransport":"JSON","ocppCsmsUrl":"wss://x","messageTimeout":30,"securityProfile":2,"ocppInterface":"Wired0"}}"#,
            nil, "Rejected"),
        Wish("ClearCache", "{}", .clearCache),
        Wish("GetLocalListVersion", "{}", .getLocalListVersion, nil, watching: .answers),
        Wish(
            "SendLocalList",
            #"{"versionNumber":8,"updateType":"Full","localAuthorizationList":[{"idToken":\#(token),"idTokenInfo":{"status":"NoCredit"}}]}"#,
            .sendLocalList(
                LocalListUpdate(
                    version: 8, kind: .full, changes: [.init(TagRecord(tag: Tag("Tag2")!, status: .blocked))])),
            watching: .refuses("SecurityError")),
        Wish("GetTransactionStatus", #"{"transactionId":"\#(DoorTrial.uuid)"}"#, nil, nil, watching: .answers),
        Wish(
            "RequestStartTransaction", #"{"idToken":\#(token),"remoteStartId":8,"evseId":2}"#,
            .requestStart(tag: "Tag2", evse: 2)),
        Wish(
            "RequestStopTransaction", #"{"transactionId":"\#(DoorTrial.uuid)"}"#, .requestStop(DoorTrial.transaction)),
        Wish(
            "TriggerMessage", #"{"requestedMessage":"TransactionEvent","evse":{"id":1}}"#,
            .trigger(message: "TransactionEvent", evse: 1)),
        Wish("TriggerMessage", #"{"requestedMessage":"StatusNotification"}"#, nil, watching: .answers),
        Wish(
            "UnlockConnector", #"{"evseId":2,"connectorId":1}"#, .unlock(evse: 2), "Unlocked",
            watching: .refuses("SecurityError")),
        Wish(
            "ChangeAvailability", #"{"operationalStatus":"Operative"}"#, .changeAvailability(evse: 0, operative: true)),
        Wish(
            "ChangeAvailability", #"{"operationalStatus":"Inoperative","evse":{"id":2,"connectorId":1}}"#,
            .changeAvailability(evse: 2, operative: false)),
        Wish(
            "ReserveNow",
            #"{"id":9,"expiryDateTime":"2026-06-01T00:00:00Z","idToken":\#(token),"connectorType":"cType2"}"#,
            .reserve(
                Reservation(
                    id: 9, station: "CP1", evse: nil, driver: TagHolder(tag: Tag("Tag2")!), expires: june,
                    created: DoorTrial.now, heldBy: .station, connectorType: "cType2"))),
        Wish("CancelReservation", #"{"reservationId":9}"#, .cancelReservation(id: 9)),
        passed(
            "CostUpdated", #"{"totalCost":1.5,"transactionId":"\#(DoorTrial.uuid)"}"#, nil,
            sent: #"{"totalCost":1.5,"transactionId":"station-name"}"#, watching: .refuses("SecurityError")),
        Wish(
            "SetChargingProfile", #"{"evseId":1,"chargingProfile":\#(profile201)}"#,
            .setChargingProfile(.example(.txProfile, transaction: DoorTrial.transaction, schedule: 1), evse: 1)),
        Wish(
            "ClearChargingProfile", #"{"chargingProfileId":5}"#, .clearChargingProfiles(ProfileCriteria(ids: [5])),
            watching: .refuses("SecurityError")),
        Wish(
            "GetChargingProfiles", #"{"requestId":1,"chargingProfile":{"stackLevel":1}}"#, nil, "NoProfiles",
            watching: .answers),
        Wish(
            "GetCompositeSchedule", #"{"duration":600,"evseId":1}"#,
            .getCompositeSchedule(evse: 1, seconds: 600, unit: nil), watching: .answers),
        Wish("PublishFirmware", #"{"location":"https://example.com/f","checksum":"c","requestId":1}"#, nil, "Rejected"),
        Wish("UnpublishFirmware", #"{"checksum":"c"}"#, nil, "NoFirmware", watching: .answers),
        Wish(
            "UpdateFirmware",
            #"{"requestId":4,"firmware":{"location":"https://example.com/f","retrieveDateTime":"2026-06-01T00:00:00Z"}}"#,
            .updateFirmware(FirmwareUpdate(location: "https://example.com/f", retrieveAt: june, requestID: 4))),
        Wish(
            "GetLog", #"{"requestId":4,"logType":"SecurityLog","log":{"remoteLocation":"sftp://example.com/l"}}"#,
            .getLog(LogRequest(kind: .security, location: "sftp://example.com/l", requestID: 4))),
        Wish("CertificateSigned", #"{"certificateChain":"P"}"#, nil, watching: .answers),
        Wish(
            "InstallCertificate", #"{"certificateType":"CSMSRootCertificate","certificate":"P"}"#, nil,
            watching: .answers),
        Wish(
            "InstallCertificate", #"{"certificateType":"V2GRootCertificate","certificate":"P"}"#,
            .installCertificate(.v2gRoot, pem: "P")),
        Wish("DeleteCertificate", #"{"certificateHashData":\#(hash)}"#, nil, watching: .answers),
        Wish("GetInstalledCertificateIds", "{}", .listCertificates(nil), watching: .answers),
        passed("ClearVariableMonitoring", #"{"id":[3]}"#, nil, watching: .refuses("SecurityError")),
        passed(
            "SetVariableMonitoring",
            #"{"setMonitoringData":[{"value":5,"type":"UpperThreshold","severity":4,\#(light)}]}"#,
            nil, watching: .refuses("SecurityError")),
        passed("GetMonitoringReport", #"{"requestId":1}"#),
        passed("SetMonitoringBase", #"{"monitoringBase":"All"}"#),
        passed("SetMonitoringLevel", #"{"severity":5}"#),
        passed("CustomerInformation", #"{"requestId":1,"report":true,"clear":false}"#),
        passed("ClearDisplayMessage", #"{"id":1}"#, watching: .refuses("SecurityError")),
        passed("GetDisplayMessages", #"{"requestId":1}"#, watching: .refuses("SecurityError")),
        passed("SetDisplayMessage", display(DoorTrial.uuid), sent: display("station-name")),
        Wish("DataTransfer", #"{"vendorId":"V","data":"D"}"#, .transfer(DataTransfer(vendor: "V", data: "D"))),
    ]
}
