/// Something a person or a cloud wants of a station. Every protocol's driver understands these, and answers what its
/// station cannot do with a refusal that says so.
package enum Command: Hashable, Codable, Sendable {
    case requestStart(tag: String, evse: Int?, profile: ChargingProfile? = nil)
    case requestStop(TransactionID)
    case reset(ResetKind)
    case unlock(evse: Int)
    /// EVSE 0 means the whole station.
    case changeAvailability(evse: Int, operative: Bool)
    /// No keys means all of them. A key is a configuration key of OCPP 1.6, or a `VariableName` of 2.0.1 as written.
    case getConfiguration(keys: [String])
    case changeConfiguration(key: String, value: String)
    case clearCache
    case trigger(message: String, evse: Int?)
    case transfer(DataTransfer)
    case getLocalListVersion
    case sendLocalList(LocalListUpdate)
    case reserve(Reservation)
    case cancelReservation(id: Int)
    /// EVSE 0 means the whole station.
    case setChargingProfile(ChargingProfile, evse: Int)
    case clearChargingProfiles(ProfileCriteria)
    case getChargingProfiles(ProfileCriteria)
    case getCompositeSchedule(evse: Int, seconds: Int, unit: RateUnit?)
    /// The one word of load management, whatever the station speaks.
    case limit(CurrentLimit)
    case updateFirmware(FirmwareUpdate)
    case getLog(LogRequest)
    /// The station tells its device model with messages of its own, which become the station's variables.
    case getReport(ReportKind)
    case installCertificate(CertificateUse, pem: String)
    case deleteCertificate(CertificateName)
    /// No use means all of them.
    case listCertificates(CertificateUse?)
    /// The certificate the station asked for with a signing request, its own first.
    case deliverCertificate(chain: String)
    /// The station is to come back with another security profile; it can only be raised.
    case raiseSecurityProfile(SecurityProfileChange)
    /// A message of the station's own protocol with its payload, for what has no word here: display messages,
    /// monitoring, customer information, tariffs, network profiles. Refused where the version has no such message.
    case call(action: String, payload: String)
}

package enum ResetKind: String, Codable, Sendable, CaseIterable {
    /// Finish transactions, then restart the software.
    case soft = "Soft"
    case hard = "Hard"
}

/// Brings commands to stations.
package protocol Dispatcher: Sendable {
    func perform(_ command: Command, on station: StationID) async throws(CommandError) -> CommandResult
}
