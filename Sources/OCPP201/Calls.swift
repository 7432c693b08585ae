package import OCPP

/// Every message of OCPP 2.0.1, by its action, in both directions. 2.1 shares them.
package let calls: [String: any Call.Type] = callsFromStations.merging(callsToStations) { message, _ in message }

/// What stations ask.
package let callsFromStations: [String: any Call.Type] = byAction([
    // Security
    SecurityEventNotification.self, SignCertificate.self,
    // Provisioning
    BootNotification.self, NotifyReport.self,
    // Authorization
    Authorize.self,
    // Transactions
    TransactionEvent.self,
    // Availability
    Heartbeat.self, StatusNotification.self,
    // Reservation
    ReservationStatusUpdate.self,
    // MeterValues
    MeterValues.self,
    // SmartCharging
    ClearedChargingLimit.self, NotifyChargingLimit.self, NotifyEVChargingNeeds.self, NotifyEVChargingSchedule.self,
    ReportChargingProfiles.self,
    // Firmware
    FirmwareStatusNotification.self, PublishFirmwareStatusNotification.self,
    // CertificateManagement
    Get15118EVCertificate.self, GetCertificateStatus.self,
    // Diagnostics
    LogStatusNotification.self, NotifyEvent.self, NotifyMonitoringReport.self,
    // CustomerInformation
    NotifyCustomerInformation.self,
    // DisplayMessage
    NotifyDisplayMessages.self,
    // DataTransfer
    DataTransfer.self,
])

/// What stations are asked.
package let callsToStations: [String: any Call.Type] = byAction([
    // Security
    CertificateSigned.self,
    // Provisioning
    GetBaseReport.self, GetReport.self, GetVariables.self, Reset.self, SetNetworkProfile.self, SetVariables.self,
    // Authorization
    ClearCache.self,
    // LocalAuthorizationList
    GetLocalListVersion.self, SendLocalList.self,
    // Transactions
    GetTransactionStatus.self,
    // RemoteControl
    RequestStartTransaction.self, RequestStopTransaction.self, TriggerMessage.self, UnlockConnector.self,
    // Availability
    ChangeAvailability.self,
    // Reservation
    CancelReservation.self, ReserveNow.self,
    // TariffAndCost
    CostUpdated.self,
    // SmartCharging
    ClearChargingProfile.self, GetChargingProfiles.self, GetCompositeSchedule.self, SetChargingProfile.self,
    // Firmware
    PublishFirmware.self, UnpublishFirmware.self, UpdateFirmware.self,
    // CertificateManagement
    DeleteCertificate.self, GetInstalledCertificateIds.self, InstallCertificate.self,
    // Diagnostics
    ClearVariableMonitoring.self, GetLog.self, GetMonitoringReport.self, SetMonitoringBase.self,
    SetMonitoringLevel.self, SetVariableMonitoring.self,
    // CustomerInformation
    CustomerInformation.self,
    // DisplayMessage
    ClearDisplayMessage.self, GetDisplayMessages.self, SetDisplayMessage.self,
    // DataTransfer
    DataTransfer.self,
])

/// What stations of OCPP 2.1 tell without wanting an answer.
package let notices: [String: any Notice.Type] = [
    NotifyPeriodicEventStream.action: NotifyPeriodicEventStream.self
]

private func byAction(_ types: [any Call.Type]) -> [String: any Call.Type] {
    Dictionary(uniqueKeysWithValues: types.map { ($0.action, $0) })
}
