import Charging
import FoundationEssentials
import OCPP
import OCPP201
import SchemaSupport
import Testing
import Uplinks

/// Charging profiles of a CSMS beside the limits of the site.
struct SmartChargingTests {
    private static let limit = CurrentLimit(evse: 0, amperes: ExactDecimal(13), safeAmperes: ExactDecimal(10))

    private func profile(
        level: Int = 1, id: Int = 5, purpose: String = "TxDefaultProfile", unit: String = "A", limit: String = "16",
        phases: Int? = nil
    ) -> String {
        """
        {"connectorId":0,"csChargingProfiles":{"chargingProfileId":\(id),"stackLevel":\(level),
        "chargingProfilePurpose":"\(purpose)","chargingProfileKind":"Absolute",
        "chargingSchedule":{"chargingRateUnit":"\(unit)","startSchedule":"2026-05-28T00:00:00Z",
        "chargingSchedulePeriod":[{"startPeriod":0,"limit":\(limit)\(phases.map { ",\"numberPhases\":\($0)" } ?? "")}]}}}
        """
    }

    @Test(
        arguments: [
            ("A", "16", nil, "10"), ("A", "8", nil, "8"), ("W", "11000", nil, "6900"), ("W", "3680", 1, "2300"),
            ("W", "2000", 1, "2000"),
        ] as [(String, String, Int?, String)])
    func `where the site has a limit a profile is lowered to it`(
        _ unit: String, _ limit: String, _ phases: Int?, _ expected: String
    ) async throws {
        let trial = try DoorTrial(.ocpp16, station: try DoorTrial.site(speaks: .ocpp16, limit: Self.limit))
        let json = profile(unit: unit, limit: limit, phases: phases)
        #expect(try await trial.ask("SetChargingProfile", json).status == "Accepted")
        guard case .setChargingProfile(let sent, evse: 0) = trial.control.commands.first else {
            Issue.record("No profile was sent.")
            return
        }
        #expect(sent.schedule.periods.map(\.limit) == [ExactDecimal(expected)])
    }

    @Test func `a lowered profile says so in 2.0.1`() async throws {
        let trial = try DoorTrial(.ocpp201, station: try DoorTrial.site(speaks: .ocpp201, limit: Self.limit))
        let json = #"{"evseId":1,"chargingProfile":\#(Wish.profile201)}"#
        let answer = try await trial.ask("SetChargingProfile", json)
        #expect(answer.status == "Accepted")
        #expect(answer.info?.contains("10 A") == true)
    }

    @Test func `the place of the site's own limit is not taken`() async throws {
        let trial = try DoorTrial(.ocpp16, station: try DoorTrial.site(speaks: .ocpp16, limit: Self.limit))
        #expect(try await trial.ask("SetChargingProfile", profile(level: 0)).status == "Rejected")
        #expect(trial.control.commands == [])
        // What all EVSEs together may draw is another matter: the station itself takes the lower of the two.
        let whole = profile(level: 0, purpose: "ChargePointMaxProfile")
        #expect(try await trial.ask("SetChargingProfile", whole).status == "Accepted")
        let free = try DoorTrial(.ocpp16)
        #expect(try await free.ask("SetChargingProfile", profile(level: 0)).status == "Accepted")
    }

    @Test(arguments: [900_002, 1_900_000_001, 2_000_000_001])
    func `an id the site uses itself is refused`(_ id: Int) async throws {
        let trial = try DoorTrial(.ocpp16)
        #expect(try await trial.ask("SetChargingProfile", profile(id: id)).status == "Rejected")
        #expect(trial.control.commands == [])
    }

    @Test(arguments: [
        ("TxProfile", "A", "16"), ("TxDefaultProfile", "A", "-1"), ("TxDefaultProfile", "A", "99999999"),
    ])
    func `a profile no station could take is refused before one is asked`(
        _ purpose: String, _ unit: String, _ limit: String
    ) async throws {
        let trial = try DoorTrial(.ocpp16)
        #expect(
            try await trial.ask("SetChargingProfile", profile(purpose: purpose, unit: unit, limit: limit)).status
                == "Rejected")
        #expect(trial.control.commands == [])
    }

    @Test func `external constraints are not a cloud's to set`() async throws {
        let trial = try DoorTrial(.ocpp201)
        let json = Wish.profile201.replacing("TxProfile", with: "ChargingStationExternalConstraints")
        let answer = try await trial.ask("SetChargingProfile", #"{"evseId":0,"chargingProfile":\#(json)}"#)
        #expect(answer.status == "Rejected")
        #expect(trial.control.commands == [])
    }

    @Test func `clearing everything leaves the site's own limit`() async throws {
        let profiles: [Charging.ChargingProfile] = [
            .example(.txDefaultProfile, id: 5), .example(.txProfile, transaction: DoorTrial.transaction, id: 6),
        ]
        let free = try DoorTrial(.ocpp16, station: try DoorTrial.site(speaks: .ocpp16, profiles: profiles))
        #expect(try await free.ask("ClearChargingProfile").status == "Accepted")
        #expect(free.control.commands == [.clearChargingProfiles(ProfileCriteria())])
        let site = try DoorTrial.site(speaks: .ocpp16, limit: Self.limit, profiles: profiles)
        let limited = try DoorTrial(.ocpp16, station: site)
        #expect(try await limited.ask("ClearChargingProfile").status == "Accepted")
        #expect(limited.control.commands == [.clearChargingProfiles(ProfileCriteria(ids: [5, 6]))])
        let none = try await limited.ask("ClearChargingProfile", #"{"chargingProfilePurpose":"ChargePointMaxProfile"}"#)
        #expect(none.status == "Unknown")
        #expect(limited.control.commands.count == 1)
    }

    @Test func `profiles are reported from what the site knows, after the answer`() async throws {
        let profiles: [Charging.ChargingProfile] = [
            .example(.txDefaultProfile, id: 5), .example(.txProfile, transaction: DoorTrial.transaction, id: 6),
        ]
        for dialect in [Dialect.ocpp16, .ocpp201] {
            let trial = try DoorTrial(.ocpp201, station: try DoorTrial.site(speaks: dialect, profiles: profiles))
            let all = #"{"requestId":3,"chargingProfile":{"stackLevel":1}}"#
            #expect(try await trial.ask("GetChargingProfiles", all).status == "Accepted")
            let reports = trial.link.messages.compactMap { $0 as? ReportChargingProfiles }
            #expect(reports.map(\.requestId) == [3, 3])
            #expect(reports.map(\.tbc) == [true, false])
            #expect(reports.map(\.evseId) == [0, 1])
            #expect(reports.last?.chargingProfile.first?.transactionId?.text == DoorTrial.uuid)
            let one = #"{"requestId":3,"chargingProfile":{"chargingProfilePurpose":"ChargingStationMaxProfile"}}"#
            #expect(try await trial.ask("GetChargingProfiles", one).status == "NoProfiles")
            let grid = #"{"requestId":3,"chargingProfile":{"chargingLimitSource":["SO"]}}"#
            #expect(try await trial.ask("GetChargingProfiles", grid).status == "NoProfiles")
            #expect(trial.control.commands == [])
        }
    }

    @Test func `a composite schedule is told with one decimal, rounded down`() async throws {
        let old = try await DoorTrial(.ocpp16).ask("GetCompositeSchedule", #"{"connectorId":1,"duration":600}"#).json
        let period = old?["chargingSchedule"]?["chargingSchedulePeriod"]?[0]
        #expect(period?["limit"] == .number(12.3))
        let new = try await DoorTrial(.ocpp201).ask("GetCompositeSchedule", #"{"evseId":1,"duration":600}"#).json
        #expect(new?["schedule"]?["chargingSchedulePeriod"]?[0]?["limit"] == .number(12.3))
    }
}
