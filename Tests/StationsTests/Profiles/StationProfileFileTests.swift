import StrictTOML
import Testing

@testable import Stations

/// What may stand in a profile, and what is said of what may not.
@Suite struct StationProfileFileTests {
    /// Every switch there is, set.
    static let everything = """
        missing_subprotocol = true
        pin_subprotocol = "ocpp2.0.1"
        needs_ca_file = true
        return_after_seconds = 900
        missing_boot_after_reconnect = true
        boot_answer_delay_milliseconds = 50
        answer_timeout_seconds = 60
        name_connector_on_remote_start = false
        unplug_before_next_session = true
        finishing_when_plugged = true
        limit_zero_ends_transaction = true
        charging_profile_connector_zero = false
        charge_point_max_profile = false
        charging_rate_unit = "A"
        max_stack_level = 0
        charging_profile_kind = "Absolute"
        profile_in_remote_start = false
        current_steps = [6, 16]
        allowed_measurands = ["Voltage.L1"]
        refused_measurands = ["SoC"]
        shortest_sample_interval_seconds = 30
        keep_stop_measurands = true
        configuration_key_names = { A = "B" }
        register_restarts_at_session = true
        triggered_register_unreliable = true
        energy_unit_suspect = true
        power_unreliable = true
        power_phase_is_total = true
        local_time_with_z = true
        """

    static func file(_ quirk: String, head: String = "name = \"N\"") throws(TOMLProblem) -> StationProfileFile {
        try StationProfileFile(text: "\(head)\n[[quirk]]\nsource = \"S\"\n\(quirk)", file: "s.toml")
    }

    @Test func `every switch can be set, and is kept over others and under none`() throws {
        let switches = try #require(try Self.file(Self.everything).quirks.first?.switches)
        let values = Mirror(reflecting: switches).children
        #expect(values.count == StationSwitches.CodingKeys.allCases.count)
        for (name, value) in values {
            #expect(Mirror(reflecting: value).children.count == 1, "\(name ?? "") is not set")
        }
        #expect(switches.over(StationSwitches()) == switches)
        #expect(StationSwitches().over(switches) == switches)
    }

    struct Slip: Sendable, CustomTestStringConvertible {
        var quirk = "needs_ca_file = true"
        var head = "name = \"N\""
        var problem: String
        var testDescription: String { problem }
    }

    @Test(arguments: [
        Slip(quirk: "", problem: "s.toml:2:1: a quirk sets at least one switch."),
        Slip(
            quirk: "needs_ca_flie = true\nlocal_time_with_z = true",
            problem: "s.toml:4:1: unknown key \"needs_ca_flie\" in [[quirk]] number 1. "
                + "Did you mean \"needs_ca_file\"?"),
        Slip(
            quirk: "pin_subprotocol = \"ocpp1.5\"",
            problem: "s.toml:4:1: pin_subprotocol must be \"ocpp1.6\", \"ocpp2.0.1\" or \"ocpp2.1\", "
                + "not \"ocpp1.5\". Did you mean \"ocpp1.6\"?"),
        Slip(
            quirk: "boot_answer_delay_milliseconds = 5001",
            problem: "s.toml:4:1: boot_answer_delay_milliseconds must be 1 to 5000."),
        Slip(quirk: "return_after_seconds = 0", problem: "s.toml:4:1: return_after_seconds must be 1 to 86400."),
        Slip(
            quirk: "allowed_measurands = []",
            problem: "s.toml:4:1: allowed_measurands must hold 1 to 50 names of letters, digits, dots, _ and -."),
        Slip(
            quirk: "refused_measurands = [\"SoC,Voltage\"]",
            problem: "s.toml:4:1: refused_measurands must hold 1 to 50 names of letters, digits, dots, _ and -."),
        Slip(
            quirk: "configuration_key_names = { A = \"B C\" }",
            problem: "s.toml:4:1: configuration_key_names must hold 1 to 50 names of letters, digits, dots, _ and -."),
        Slip(
            quirk: "current_steps = [10, 8]",
            problem: "s.toml:4:1: current_steps must be currents from 6 to 80 A, each larger than the one before."),
        Slip(
            quirk: "needs_ca_file = true\nfirmware_from = \"V6\"",
            problem: "s.toml:5:1: \"V6\" is no version. Write numbers with dots between them, like \"1.8.21\"."),
        Slip(
            quirk: "needs_ca_file = true\nfirmware_from = \"6.0\"\nfirmware_before = \"6\"",
            problem: "s.toml:5:1: firmware_from must lie before the end of the range."),
        Slip(
            quirk: "needs_ca_file = true\nfirmware_before = \"6\"\nfirmware_through = \"7\"",
            problem: "s.toml:6:1: firmware_before and firmware_through exclude each other."),
        Slip(head: "name = \"\"", problem: "s.toml:1:1: name must be 1 to 60 characters long."),
        Slip(
            head: "name = \"N\"\n[match]",
            problem: "s.toml:2:1: [match] names vendors, models or both. "
                + "Leave [match] out of a profile for every station."),
        Slip(
            head: "name = \"N\"\n[match]\nvendors = []",
            problem: "s.toml:3:1: vendors must hold 1 to 50 texts of up to 100 characters."),
    ])
    func `a wrong profile says where and why`(_ slip: Slip) {
        let problem = #expect(throws: TOMLProblem.self) { try Self.file(slip.quirk, head: slip.head) }
        #expect(problem?.description == slip.problem)
    }

    @Test func `a quirk needs its source`() {
        let problem = #expect(throws: TOMLProblem.self) {
            try StationProfileFile(text: "name = \"N\"\n[[quirk]]\nneeds_ca_file = true", file: "s.toml")
        }
        #expect(problem?.description == "s.toml:2:1: \"source\" is missing in [[quirk]] number 1.")
        let empty = #expect(throws: TOMLProblem.self) {
            try StationProfileFile(text: "name = \"N\"\n[[quirk]]\nsource = \"\"\nneeds_ca_file = true", file: "s.toml")
        }
        #expect(empty?.line == 3)
    }
}
