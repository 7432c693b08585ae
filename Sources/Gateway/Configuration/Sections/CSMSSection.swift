package import Charging

/// `[[csms]]`: one back office that speaks OCPP, and the stations it is told about.
package struct CSMSSection: Decodable, Sendable {
    package var name: UplinkName
    /// Where it is; the preset's own place where nothing is written. The identity takes the place of `{station}`, or is
    /// appended.
    package var url: String?
    /// What takes the place of `{token}` in the URL, for clouds that know a station by a secret.
    package var tokenFile: String?
    package var tokenCredential: String?
    package var version = Version.ocpp16
    package var preset = Kind.generic
    /// `nil` means all of the file.
    package var stations: [StationID]?
    /// How it calls stations that have another name there.
    package var identities: [StationID: String] = [:]
    /// It may command the stations, and is asked who may charge.
    package var controls = false
    package var passwordFile: String?
    package var passwordCredential: String?
    package var passwordForm = PasswordForm.text
    /// Whom to believe, instead of those the operating system believes.
    package var caFile: String?
    /// What the station proves itself with (security profile 3).
    package var certificateFile: String?
    package var keyFile: String?
    /// It may be reached without TLS, although it is not on this box.
    package var unencrypted = false
    /// How often the register of a station's meter is told outside sessions; `nil` is what the preset says.
    package var valuesEverySeconds: Int?
    /// What is told as tag where a session has none; `nil` is what the preset says.
    package var anonymousTag: String?
    package var lateRefusal: LateRefusal?
    /// A new block is told what was recorded before it, too.
    package var history = false

    package enum Version: String, CaseIterable, Decodable, Sendable {
        case ocpp16 = "1.6"
        case ocpp201 = "2.0.1"
        /// Or 2.0.1, where the other side has no 2.1.
        case ocpp21 = "2.1"
    }

    package enum Kind: String, CaseIterable, Decodable, Sendable {
        case generic, chargereport, joulo, citrineos, steve

        /// Where it is for everybody; `nil` for what each operator runs himself.
        package var usualURL: String? {
            switch self {
            case .chargereport: "wss://ocpp.chargereport.app/cp/{token}"
            case .joulo: "wss://ocpp.joulo.nl/{station}"
            case .generic, .citrineos, .steve: nil
            }
        }
    }

    package enum PasswordForm: String, CaseIterable, Decodable, Sendable {
        case text
        /// The bytes of an AuthorizationKey of OCPP 1.6, as hexadecimal digits.
        case hex
    }

    /// What happens when the cloud refuses a tag after its transaction has begun.
    package enum LateRefusal: String, CaseIterable, Decodable, Sendable {
        case stop
        case `continue`
    }

    private enum CodingKeys: String, CodingKey {
        case name, url, version, preset, stations, identities, controls, unencrypted, history
        case tokenFile = "token_file"
        case tokenCredential = "token_credential"
        case passwordFile = "password_file"
        case passwordCredential = "password_credential"
        case passwordForm = "password_form"
        case caFile = "ca_file"
        case certificateFile = "certificate_file"
        case keyFile = "key_file"
        case valuesEverySeconds = "values_every_seconds"
        case anonymousTag = "anonymous_tag"
        case lateRefusal = "late_refusal"
    }

    package init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        name = UplinkName(try keys.decode(String.self, forKey: .name))
        url = try keys.decodeIfPresent(String.self, forKey: .url)
        tokenFile = try keys.decodeIfPresent(String.self, forKey: .tokenFile)
        tokenCredential = try keys.decodeIfPresent(String.self, forKey: .tokenCredential)
        version = try keys.decodeIfPresent(Version.self, forKey: .version) ?? version
        preset = try keys.decodeIfPresent(Kind.self, forKey: .preset) ?? preset
        stations = try keys.decodeIfPresent([String].self, forKey: .stations)?.map(StationID.init(rawValue:))
        let names = try keys.decodeIfPresent([String: String].self, forKey: .identities) ?? [:]
        identities = Dictionary(uniqueKeysWithValues: names.map { (StationID($0), $1) })
        controls = try keys.decodeIfPresent(Bool.self, forKey: .controls) ?? controls
        passwordFile = try keys.decodeIfPresent(String.self, forKey: .passwordFile)
        passwordCredential = try keys.decodeIfPresent(String.self, forKey: .passwordCredential)
        passwordForm = try keys.decodeIfPresent(PasswordForm.self, forKey: .passwordForm) ?? passwordForm
        caFile = try keys.decodeIfPresent(String.self, forKey: .caFile)
        certificateFile = try keys.decodeIfPresent(String.self, forKey: .certificateFile)
        keyFile = try keys.decodeIfPresent(String.self, forKey: .keyFile)
        unencrypted = try keys.decodeIfPresent(Bool.self, forKey: .unencrypted) ?? unencrypted
        valuesEverySeconds = try keys.decodeIfPresent(Int.self, forKey: .valuesEverySeconds)
        anonymousTag = try keys.decodeIfPresent(String.self, forKey: .anonymousTag)
        history = try keys.decodeIfPresent(Bool.self, forKey: .history) ?? history
        lateRefusal = try keys.decodeIfPresent(LateRefusal.self, forKey: .lateRefusal)
    }
}

extension CSMSSection {
    /// The word for the station in URLs and paths, and that for its token in URLs.
    package static let placeholder = "{station}"
    package static let tokenPlaceholder = "{token}"

    /// Where it is, in any case.
    package var address: String? { url ?? preset.usualURL }

    /// How the station is called there.
    package func identity(of station: StationID) -> String { identities[station] ?? station.rawValue }

    /// A path or the name of a credential, for one station.
    package func filled(_ text: String, for station: StationID) -> String {
        text.replacing(Self.placeholder, with: station.rawValue)
    }

    /// What becomes of transactions whose tag it refuses.
    package var stopsRefused: Bool { lateRefusal.map { $0 == .stop } ?? controls }
}
