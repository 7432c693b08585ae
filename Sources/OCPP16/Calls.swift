package import OCPP

/// Every message of OCPP 1.6 and its security extension, by its action, in both directions.
package let calls: [String: any Call.Type] = callsFromStations.merging(callsToStations) { message, _ in message }

/// What stations ask.
package let callsFromStations: [String: any Call.Type] = byAction([
    // Core
    Authorize.self, BootNotification.self, DataTransfer.self, Heartbeat.self, MeterValues.self,
    StartTransaction.self, StatusNotification.self, StopTransaction.self,
    // Firmware management
    DiagnosticsStatusNotification.self, FirmwareStatusNotification.self,
    // Security
    LogStatusNotification.self, SecurityEventNotification.self, SignCertificate.self,
    SignedFirmwareStatusNotification.self,
])

/// What stations are asked.
package let callsToStations: [String: any Call.Type] = byAction([
    // Core
    ChangeAvailability.self, ChangeConfiguration.self, ClearCache.self, DataTransfer.self, GetConfiguration.self,
    RemoteStartTransaction.self, RemoteStopTransaction.self, Reset.self, UnlockConnector.self,
    // Firmware management
    GetDiagnostics.self, UpdateFirmware.self,
    // Local authorization list management
    GetLocalListVersion.self, SendLocalList.self,
    // Reservation
    CancelReservation.self, ReserveNow.self,
    // Smart charging
    ClearChargingProfile.self, GetCompositeSchedule.self, SetChargingProfile.self,
    // Remote trigger
    TriggerMessage.self,
    // Security
    CertificateSigned.self, DeleteCertificate.self, ExtendedTriggerMessage.self, GetInstalledCertificateIds.self,
    GetLog.self, InstallCertificate.self, SignedUpdateFirmware.self,
])

private func byAction(_ types: [any Call.Type]) -> [String: any Call.Type] {
    Dictionary(uniqueKeysWithValues: types.map { ($0.action, $0) })
}
