import OCPP
import OCPP16

// The messages beyond the core profile.

private let accepted = StatusResponse(status: "Accepted")
private let acceptedJSON = #"{"status":"Accepted"}"#
private let time = "2026-11-26T21:00:00Z"

private let certificate = CertificateHashData(
    hashAlgorithm: .sha256, issuerNameHash: "aa", issuerKeyHash: "bb", serialNumber: "01f")
private let certificateJSON =
    #"{"hashAlgorithm":"SHA256","issuerNameHash":"aa","issuerKeyHash":"bb","serialNumber":"01f"}"#

private let profile = ChargingProfile(
    chargingProfileId: 4, stackLevel: 1, chargingProfilePurpose: .txProfile, chargingProfileKind: .recurring,
    chargingSchedule: schedule, transactionId: 7, recurrencyKind: .daily, validFrom: time, validTo: time)
private let schedule = ChargingSchedule(
    chargingRateUnit: .a,
    chargingSchedulePeriod: [
        ChargingSchedulePeriod(startPeriod: 0, limit: "9.7"),
        ChargingSchedulePeriod(startPeriod: 900, limit: 16, numberPhases: 3),
    ], duration: 3600, startSchedule: time, minChargingRate: "6.0")
private let profileJSON =
    #"{"chargingProfileId":4,"stackLevel":1,"chargingProfilePurpose":"TxProfile","chargingProfileKind":"Recurring","chargingSchedule":\#(scheduleJSON),"transactionId":7,"recurrencyKind":"Daily","validFrom":"\#(time)","validTo":"\#(time)"}"#
private let scheduleJSON =
    #"{"chargingRateUnit":"A","chargingSchedulePeriod":[{"startPeriod":0,"limit":9.7},{"startPeriod":900,"limit":16,"numberPhases":3}],"duration":3600,"startSchedule":"\#(time)","minChargingRate":6.0}"#

let extensions: [Fixture] = files + lists + charging + security

private let files: [Fixture] = [
    Fixture(
        GetDiagnostics(
            location: "ftp://files.example/", retries: 2, retryInterval: 60, startTime: time, stopTime: time),
        #"{"location":"ftp://files.example/","retries":2,"retryInterval":60,"startTime":"\#(time)","stopTime":"\#(time)"}"#,
        GetDiagnostics.Response(fileName: "log.zip"), #"{"fileName":"log.zip"}"#),
    Fixture(DiagnosticsStatusNotification(status: "Uploading"), #"{"status":"Uploading"}"#, Empty(), "{}"),
    Fixture(FirmwareStatusNotification(status: "Installed"), #"{"status":"Installed"}"#, Empty(), "{}"),
    Fixture(
        UpdateFirmware(location: "https://files.example/f.bin", retrieveDate: time, retries: 1, retryInterval: 30),
        #"{"location":"https://files.example/f.bin","retrieveDate":"\#(time)","retries":1,"retryInterval":30}"#,
        Empty(), "{}"),
]

private let lists: [Fixture] = [
    Fixture(GetLocalListVersion(), "{}", GetLocalListVersion.Response(listVersion: -1), #"{"listVersion":-1}"#),
    Fixture(
        SendLocalList(
            listVersion: 3, updateType: .differential,
            localAuthorizationList: [
                AuthorizationData(idTag: "T", idTagInfo: IdTagInfo(status: .blocked)), AuthorizationData(idTag: "U"),
            ]),
        #"{"listVersion":3,"updateType":"Differential","localAuthorizationList":[{"idTag":"T","idTagInfo":{"status":"Blocked"}},{"idTag":"U"}]}"#,
        StatusResponse(status: "VersionMismatch"), #"{"status":"VersionMismatch"}"#),
    Fixture(
        SendLocalList(listVersion: 1, updateType: .full), #"{"listVersion":1,"updateType":"Full"}"#,
        accepted, acceptedJSON),
    Fixture(
        ReserveNow(connectorId: 0, expiryDate: time, idTag: "T", reservationId: 9, parentIdTag: "P"),
        #"{"connectorId":0,"expiryDate":"\#(time)","idTag":"T","reservationId":9,"parentIdTag":"P"}"#,
        StatusResponse(status: "Occupied"), #"{"status":"Occupied"}"#),
    Fixture(CancelReservation(reservationId: 9), #"{"reservationId":9}"#, accepted, acceptedJSON),
]

private let charging: [Fixture] = [
    Fixture(
        SetChargingProfile(connectorId: 1, csChargingProfiles: profile),
        #"{"connectorId":1,"csChargingProfiles":\#(profileJSON)}"#, accepted, acceptedJSON),
    Fixture(
        RemoteStartTransaction(idTag: "T", connectorId: 1, chargingProfile: profile),
        #"{"connectorId":1,"idTag":"T","chargingProfile":\#(profileJSON)}"#, accepted, acceptedJSON),
    Fixture(
        ClearChargingProfile(id: 4, connectorId: 0, chargingProfilePurpose: .txDefaultProfile, stackLevel: 2),
        #"{"id":4,"connectorId":0,"chargingProfilePurpose":"TxDefaultProfile","stackLevel":2}"#,
        StatusResponse(status: "Unknown"), #"{"status":"Unknown"}"#),
    Fixture(
        GetCompositeSchedule(connectorId: 0, duration: 3600, chargingRateUnit: .w),
        #"{"connectorId":0,"duration":3600,"chargingRateUnit":"W"}"#,
        GetCompositeSchedule.Response(
            status: "Accepted", connectorId: 0, scheduleStart: time, chargingSchedule: schedule),
        #"{"status":"Accepted","connectorId":0,"scheduleStart":"\#(time)","chargingSchedule":\#(scheduleJSON)}"#),
]

private let security: [Fixture] = [
    Fixture(
        CertificateSigned(certificateChain: "PEM"), #"{"certificateChain":"PEM"}"#, accepted, acceptedJSON),
    Fixture(
        DeleteCertificate(certificateHashData: certificate), #"{"certificateHashData":\#(certificateJSON)}"#,
        StatusResponse(status: "NotFound"), #"{"status":"NotFound"}"#),
    Fixture(
        ExtendedTriggerMessage(requestedMessage: .signChargePointCertificate, connectorId: 1),
        #"{"requestedMessage":"SignChargePointCertificate","connectorId":1}"#, accepted, acceptedJSON),
    Fixture(
        GetInstalledCertificateIds(certificateType: .manufacturerRootCertificate),
        #"{"certificateType":"ManufacturerRootCertificate"}"#,
        GetInstalledCertificateIds.Response(status: "Accepted", certificateHashData: [certificate]),
        #"{"status":"Accepted","certificateHashData":[\#(certificateJSON)]}"#),
    Fixture(
        GetLog(
            log: LogParameters(
                remoteLocation: "https://files.example/", oldestTimestamp: time, latestTimestamp: time),
            logType: .securityLog, requestId: 5, retries: 1, retryInterval: 10),
        #"{"log":{"remoteLocation":"https://files.example/","oldestTimestamp":"\#(time)","latestTimestamp":"\#(time)"},"logType":"SecurityLog","requestId":5,"retries":1,"retryInterval":10}"#,
        GetLog.Response(status: "AcceptedCanceled", filename: "a.log"),
        #"{"status":"AcceptedCanceled","filename":"a.log"}"#),
    Fixture(
        InstallCertificate(certificateType: .centralSystemRootCertificate, certificate: "PEM"),
        #"{"certificateType":"CentralSystemRootCertificate","certificate":"PEM"}"#, accepted, acceptedJSON),
    Fixture(
        LogStatusNotification(status: "Uploaded", requestId: 5), #"{"status":"Uploaded","requestId":5}"#, Empty(),
        "{}"),
    Fixture(
        SecurityEventNotification(type: "SettingSystemTime", timestamp: time, techInfo: "x"),
        #"{"type":"SettingSystemTime","timestamp":"\#(time)","techInfo":"x"}"#, Empty(), "{}"),
    Fixture(
        SignCertificate(csr: "PEM"), #"{"csr":"PEM"}"#, SignCertificate.Response(status: .rejected),
        #"{"status":"Rejected"}"#),
    Fixture(
        SignedFirmwareStatusNotification(status: "InvalidSignature", requestId: 6),
        #"{"status":"InvalidSignature","requestId":6}"#, Empty(), "{}"),
    Fixture(
        SignedUpdateFirmware(
            requestId: 6,
            firmware: Firmware(
                location: "https://files.example/f.bin", retrieveDateTime: time, signingCertificate: "PEM",
                signature: "c2ln", installDateTime: time),
            retries: 1, retryInterval: 30),
        #"{"requestId":6,"firmware":{"location":"https://files.example/f.bin","retrieveDateTime":"\#(time)","signingCertificate":"PEM","signature":"c2ln","installDateTime":"\#(time)"},"retries":1,"retryInterval":30}"#,
        StatusResponse(status: "RevokedCertificate"), #"{"status":"RevokedCertificate"}"#),
]
