import Charging
import OCPP
import OCPP201

// Certificates, and how a station connects.
extension OCPP201Driver {
    func listCertificates(_ use: CertificateUse?) async throws(CommandError) -> CommandResult {
        let types = use.map { [InstalledCertificateUse(rawValue: $0.rawValue)] }
        let response = try await caller.ask(GetInstalledCertificateIds(certificateType: types))
        var result = CommandResult(status: response.status, reason: response.statusInfo?.sentence)
        result.certificates = (response.certificateHashDataChain ?? []).flatMap { chain in
            let use = CertificateUse(rawValue: chain.certificateType.rawValue)
            return ([chain.certificateHashData] + (chain.childCertificateHashData ?? [])).map {
                InstalledCertificate(use: use, name: CertificateName($0))
            }
        }
        return result
    }

    /// OCPP 2.0.1, A05 and B09: the new way in is stored beside the old one and put before it, so that a station that
    /// fails with it comes back by the old one.
    func raiseSecurityProfile(_ change: SecurityProfileChange) async throws(CommandError) -> CommandResult {
        guard (1...3).contains(change.profile) else { throw .unsupported("A security profile is 1, 2 or 3.") }
        let scheme = change.profile == 1 ? "ws://" : "wss://"
        guard let url = change.url, url.lowercased().hasPrefix(scheme) else {
            throw .unsupported(
                "Say where the station finds this gateway with security profile \(change.profile): a URL that begins with \(scheme)."
            )
        }
        let answers = try await variables([.securityProfile, .networkPriority])
        guard let present = answers.first?.attributeValue.flatMap({ Int($0) }) else {
            throw .unsupported("The station does not say which security profile it has, so it is left as it is.")
        }
        guard change.profile > present else {
            throw .unsupported("The station has security profile \(present); it can only be raised.")
        }
        let used = ConfigurationList(answers.count > 1 ? answers[1].attributeValue ?? "" : "").items
        let slot = (1...9).first { !used.contains(String($0)) } ?? 9
        var result = try await perform(
            SetNetworkProfile(
                configurationSlot: slot,
                connectionData: NetworkConnectionProfile(
                    ocppVersion: .ocpp20, ocppTransport: .json, ocppCsmsUrl: GrowingText(url), messageTimeout: 30,
                    securityProfile: change.profile, ocppInterface: .wired0)))
        guard result.status == "Accepted" else { return result }
        result = try await set([(.networkPriority, ([String(slot)] + used).joined(separator: ","))])
        result.remark =
            result.status == "Accepted" || result.status == "RebootRequired"
            ? "The new connection is stored in slot \(slot), for the interface Wired0; reset the station to use it."
            : "The new connection is stored in slot \(slot), but the station does not put it first."
        return result
    }
}

extension VariableName {
    fileprivate static let securityProfile = VariableName(component: "SecurityCtrlr", variable: "SecurityProfile")
    fileprivate static let networkPriority = VariableName(
        component: "OCPPCommCtrlr", variable: "NetworkConfigurationPriority")
}
