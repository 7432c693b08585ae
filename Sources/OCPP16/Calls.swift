package import OCPP

/// Every message of OCPP 1.6 spoken here, by its action. The only place that lists them.
package let calls: [String: any Call.Type] = {
    let types: [any Call.Type] = [
        // Core, from the station
        Authorize.self, BootNotification.self, DataTransfer.self, Heartbeat.self, MeterValues.self,
        StartTransaction.self, StatusNotification.self, StopTransaction.self,
        // Core, to the station
        ChangeAvailability.self, ChangeConfiguration.self, ClearCache.self, GetConfiguration.self,
        RemoteStartTransaction.self, RemoteStopTransaction.self, Reset.self, UnlockConnector.self,
        // Remote trigger
        TriggerMessage.self,
    ]
    return Dictionary(uniqueKeysWithValues: types.map { ($0.action, $0) })
}()

/// Actions of the standard and its security extension that are not spoken here: they are answered `NotSupported`,
/// where an action that nobody has heard of is answered `NotImplemented`.
package let unsupportedActions: Set<String> = [
    "CancelReservation", "CertificateSigned", "ClearChargingProfile", "DeleteCertificate",
    "DiagnosticsStatusNotification", "ExtendedTriggerMessage", "FirmwareStatusNotification", "GetCompositeSchedule",
    "GetDiagnostics", "GetInstalledCertificateIds", "GetLocalListVersion", "GetLog", "InstallCertificate",
    "LogStatusNotification", "ReserveNow", "SecurityEventNotification", "SendLocalList", "SetChargingProfile",
    "SignCertificate", "SignedFirmwareStatusNotification", "SignedUpdateFirmware", "UpdateFirmware",
]
