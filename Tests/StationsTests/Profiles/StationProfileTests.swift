import Foundation
import StrictTOML
import Testing

@testable import Stations

/// The profiles that come with the program, and what each makes of the stations it is for.
@Suite struct StationProfileTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "../../../etc/profiles/stations"
    )
    .standardizedFileURL.path
    static let all = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()

    @Test func `there are profiles`() { #expect(Self.all.contains("generic.toml")) }

    @Test(arguments: all)
    func `every profile can be read, begins with its source and matches someone`(_ name: String) throws {
        #expect(name.hasSuffix(".toml"))
        let path = Self.folder + "/" + name
        let profile = try StationProfileFile(path: path)
        let comment = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").prefix {
            $0.hasPrefix("#")
        }
        #expect(comment.contains { $0.hasPrefix("# Source: ") })
        #expect(name == "generic.toml" ? profile.match == nil : profile.match != nil)
    }

    @Test func `no two profiles have one name`() throws {
        let names = try Self.all.map { try StationProfileFile(path: Self.folder + "/" + $0).name }
        #expect(Set(names).count == names.count)
    }

    /// What a station says of itself at boot, and the switches that follow beside those of every station.
    struct Case: Sendable, CustomTestStringConvertible {
        var quirk: String
        var vendor: String?
        var model: String?
        var firmware: String?
        var switches: StationSwitches
        var testDescription: String { quirk }

        init(
            _ quirk: String, _ vendor: String?, _ model: String? = nil, _ firmware: String? = nil,
            _ set: (inout StationSwitches) -> Void
        ) {
            self.quirk = quirk
            self.vendor = vendor
            self.model = model
            self.firmware = firmware
            switches = StationSwitches()
            switches.nameConnectorOnRemoteStart = true
            set(&switches)
        }
    }

    static let terra = [
        "Current.Import", "Current.Offered", "Energy.Active.Import.Register", "Power.Active.Import", "Voltage",
    ]

    static let cases = [
        Case("V11 a station nobody knows names the connector", "Somebody") { _ in },
        Case("V11 so does one that says nothing", nil) { _ in },
        Case("Q02 Q03 ABB Terra AC with too many measurands", "ABB", "CDT_TACW22::NET_WIFI", "TAC3Z9::V1.8.21") {
            $0.allowedMeasurands = terra
            $0.registerRestartsAtSession = true
            $0.triggeredRegisterUnreliable = true
            $0.maxStackLevel = 0
        },
        Case("ABB Terra AC once that is mended", "ABB", "CDT_TACW22::NET_WIFI", "TAC3Z9::V1.8.32") {
            $0.registerRestartsAtSession = true
            $0.triggeredRegisterUnreliable = true
            $0.maxStackLevel = 0
        },
        Case("an ABB that is no Terra AC", "ABB", "Terra 54 CJG", "1.6.6") { _ in },
        Case("Q42 A-Tronix spells a key its own way", "A-Tronix", "AC") {
            $0.configurationKeyNames = ["ConnectionTimeOut": "ConnectionTimeout"]
        },
        Case("V13 V14 Autel MaxiCharger", "Autel", "MaxiChargerAC", "PFA0102|V0.00.00|V1.38.00||2.4.3.0") {
            $0.needsCAFile = true
            $0.unplugBeforeNextSession = true
        },
        Case("V13 BS AC EV Charger", "BS AC EV Charger", "BS-EV22", "448.3251.0Q03197") {
            $0.unplugBeforeNextSession = true
        },
        Case("V17 Q27 Chago tells local time as UTC", "Chago", "Wallbox") { $0.localTimeWithZ = true },
        Case("Q16 Charge Amps Halo", "Charge Amps AB", "HALO") { $0.powerUnreliable = true },
        Case("Easee", "Easee", "Home", "328") { $0.shortestSampleIntervalSeconds = 30 },
        Case("Q22 EN+", "EN+", "Caro", "1.0.25.130") {
            $0.finishingWhenPlugged = true
            $0.limitZeroEndsTransaction = true
        },
        Case("V12 EVBox", "EV-BOX", "BL22", nil) {
            $0.chargingProfileConnectorZero = false
            $0.chargePointMaxProfile = false
        },
        Case("Q09 EVBox Elvi", "EV-BOX", "G4-WIFI-F6017", "P0417B0417v0_785.200220_U6.0.0-050") {
            $0.chargingProfileConnectorZero = false
            $0.chargePointMaxProfile = false
            $0.profileInRemoteStart = false
        },
        Case("V13 V16 EVerest", "Pionix", "Yeti", "0.1") {
            $0.bootAnswerDelayMilliseconds = 50
            $0.keepStopMeasurands = true
            $0.unplugBeforeNextSession = true
        },
        Case("V15 FoxESS", "FOXESS", "A022KP1-E-2", "1.10") {
            $0.pinSubprotocol = .ocpp16
            $0.returnAfterSeconds = 1200
        },
        Case("V2 Q59 Grizzl-E", "UnitedChargers", "Grizzl-E Smart", "05.621") {
            $0.missingSubprotocol = true
            $0.registerRestartsAtSession = true
        },
        Case("Grizzl-E 3.9 ignores the largest profile", "United Chargers Inc.", "Grizzl-E Mini", "03.09.0") {
            $0.chargePointMaxProfile = false
        },
        Case("Grizzl-E 3.11 does not", "United Chargers Inc.", "Grizzl-E Mini", "03.11.0") { _ in },
        Case("Huawei SCharger, which has no name", "", "ACChargePoint") {
            $0.chargingRateUnit = .watts
            $0.limitZeroEndsTransaction = true
        },
        Case("somebody else's ACChargePoint", "Other", "ACChargePoint") { _ in },
        Case("Mennekes Amtron", "MENNEKES", "AMTRON 4You 500") {
            $0.returnAfterSeconds = 900
            $0.answerTimeoutSeconds = 90
        },
        Case("NEcharge", "NEcharge", "Pro EnterpriseV2") {
            $0.currentSteps = [6, 8, 10, 13, 16]
            $0.limitZeroEndsTransaction = true
        },
        Case("OpenEVSE", "OpenEVSE", "WiFi", "4.1.2") { $0.energyUnitSuspect = true },
        Case("Q31 Project EV", "Project EV", "EVA-07") { $0.powerPhaseIsTotal = true },
        Case("V13 SmartEVSE", "Stegen", "SmartEVSE", "3.11.2") { $0.unplugBeforeNextSession = true },
        Case("Teison", "TEISON", "TeisonMe@7KW", "V1.5@25238bf+100,F8.gl,ws,ESP32,RN8213@V31") {
            $0.allowedMeasurands = [
                "Current.Import", "Energy.Active.Import.Register", "Power.Active.Import", "Temperature", "Voltage",
            ]
        },
        Case("V20 Vestel EVC04", "Vestel", "EVC04-AC11", "v3.118.0-1.0.130.0") {
            $0.registerRestartsAtSession = true
        },
        Case("Wallbox with firmware 5", "Wall Box Chargers", "PLP1-0-2-4", "5.17.67") {
            $0.maxStackLevel = 0
            $0.refusedMeasurands = ["Current.Offered", "Power.Offered"]
        },
        Case("Wallbox with firmware 6", "Wall Box Chargers", "PLP2-M-2-4", "6.6.12") {
            $0.chargingProfileKind = .relative
        },
        Case("V1 Wallbox Pulsar Pro", "Wall Box Chargers", "PPR1-0-2-4", "6.11.16") {
            $0.chargingProfileKind = .relative
            $0.missingBootAfterReconnect = true
        },
    ]

    @Test(arguments: cases)
    func `a station that introduces itself gets its switches`(_ example: Case) throws {
        let profiles = try StationProfiles(folder: Self.folder)
        let profile = profiles.match(vendor: example.vendor, model: example.model, firmware: example.firmware)
        #expect(profile.switches == example.switches)
    }

    @Test func `every quirk of every profile is reached by a station above`() throws {
        let profiles = try StationProfiles(folder: Self.folder)
        let reached = Self.cases.flatMap { example in
            profiles.match(vendor: example.vendor, model: example.model, firmware: example.firmware).reasons
        }
        for name in Self.all {
            let file = try StationProfileFile(path: Self.folder + "/" + name)
            for quirk in file.quirks {
                let reason = StationProfile.Reason(profile: file.name, source: quirk.source, switches: quirk.keys)
                #expect(reached.contains(reason), "\(name)")
            }
        }
    }

    @Test func `every switch is explained, and the stations that need it are named`() throws {
        let document = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../docs/quirks.md")
        let lines = try String(contentsOf: document.standardizedFileURL, encoding: .utf8).split(separator: "\n")
        for key in StationSwitches.CodingKeys.allCases {
            let line = try #require(lines.first { $0.hasPrefix("| `\(key.rawValue)`") }, "\(key.rawValue)")
            for name in Self.all where try text(of: name).contains("\n\(key.rawValue) = ") {
                #expect(line.contains("`\(name)`"), "\(key.rawValue)")
            }
        }
    }

    private func text(of name: String) throws -> String {
        try String(contentsOfFile: Self.folder + "/" + name, encoding: .utf8)
    }
}
