package import Charging

/// A command as the API takes it: `{"command": "remote-start", "tag": "04B0…", "evse": 1}`.
package struct CommandRequest: Codable, Hashable, Sendable {
    package enum Name: String, Codable, CaseIterable, Sendable {
        case remoteStart = "remote-start"
        case remoteStop = "remote-stop"
        case reset
        case unlock
        case availability
        case getConfiguration = "get-configuration"
        case setConfiguration = "set-configuration"
        case clearCache = "clear-cache"
        case trigger
        case dataTransfer = "data-transfer"
        case localListVersion = "local-list-version"
        case limit
        case setChargingProfile = "set-charging-profile"
        case clearChargingProfiles = "clear-charging-profiles"
        case getChargingProfiles = "get-charging-profiles"
        case compositeSchedule = "composite-schedule"
        case updateFirmware = "update-firmware"
        case getLog = "get-log"
        case getReport = "get-report"
        case installCertificate = "install-certificate"
        case deleteCertificate = "delete-certificate"
        case listCertificates = "list-certificates"
        case call
    }

    package var command: Name
    package var tag: String?
    package var evse: Int?
    package var transaction: Int64?
    package var hard: Bool?
    package var operative: Bool?
    package var keys: [String]?
    package var key: String?
    package var value: String?
    package var message: String?
    package var vendor: String?
    package var data: String?

    /// On each phase.
    package var amperes: ExactDecimal?
    /// What a limit falls back to once the station has heard nothing for `seconds`.
    package var safe: ExactDecimal?
    package var seconds: Int?
    package var from: Timestamp?
    package var until: Timestamp?
    package var unit: RateUnit?
    /// A whole profile, in place of one made from `amperes`.
    package var profile: ChargingProfile?
    package var purpose: ChargingProfile.Purpose?
    package var profileID: Int?
    package var level: Int?

    /// Where firmware is fetched from, or a log is brought to.
    package var location: String?
    package var installAt: Timestamp?
    package var signature: String?
    /// In PEM.
    package var certificate: String?
    package var retries: Int?
    package var retrySeconds: Int?
    package var requestID: Int?
    package var log: LogRequest.Kind?
    package var report: ReportKind?

    package var use: CertificateUse?
    package var name: CertificateName?

    package var action: String?
    /// The payload of a message, as JSON in a text.
    package var payload: String?

    package init(_ command: Name) { self.command = command }

    /// The command, or what its request lacks. What it leaves open about time counts from `now`.
    package func validated(at now: Timestamp) throws(APIFailure) -> Command {
        switch command {
        case .remoteStart:
            .requestStart(
                tag: try text(tag, "tag", atMost: Tag.longest), evse: try checked(evse, from: 1),
                profile: try startProfile(at: now))
        case .remoteStop: .requestStop(try requestedTransaction())
        case .reset: .reset(hard == true ? .hard : .soft)
        case .unlock: .unlock(evse: try checked(evse, from: 1) ?? 1)
        case .availability:
            .changeAvailability(evse: try checked(evse, from: 0) ?? 0, operative: try required(operative, "operative"))
        case .getConfiguration: .getConfiguration(keys: try checkedKeys())
        case .setConfiguration:
            .changeConfiguration(
                key: try text(key, "key", atMost: 300), value: try text(value, "value", from: 0, atMost: 2500))
        case .clearCache: .clearCache
        case .trigger: .trigger(message: try text(message, "message", atMost: 50), evse: try checked(evse, from: 1))
        case .dataTransfer:
            .transfer(
                DataTransfer(
                    vendor: try text(vendor, "vendor", atMost: 255),
                    message: try optional(message, "message", atMost: 50),
                    data: try optional(data, "data", atMost: 32_768)))
        case .localListVersion: .getLocalListVersion
        case .limit, .setChargingProfile, .clearChargingProfiles, .getChargingProfiles, .compositeSchedule:
            try chargingCommand(at: now)
        case .updateFirmware, .getLog, .getReport: try transferCommand(at: now)
        case .installCertificate, .deleteCertificate, .listCertificates: try certificateCommand()
        case .call:
            .call(action: try text(action, "action", atMost: 60), payload: try object(payload ?? "{}", "payload"))
        }
    }

    private func checkedKeys() throws(APIFailure) -> [String] {
        let keys = keys ?? []
        guard keys.count <= 100 else {
            throw Self.failure("A station is asked for at most 100 settings at once.", "Ask for fewer, or for all.")
        }
        for key in keys { _ = try text(key, "key", atMost: 300) }
        return keys
    }
}
