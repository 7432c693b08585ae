import Charging
import FoundationEssentials
import Gateway
import Testing
import Uplinks

struct ConfigurationTests {
    private let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    @Test func `the defaults are those the example shows`() throws {
        let shown = try load(example().joined(separator: "\n"))
        let defaults = Configuration()

        #expect(shown.console.socket == defaults.console.socket)
        #expect(shown.stations.listen == defaults.stations.listen)
        #expect(shown.stations.unknown == .wait)
        #expect(shown.authorization.accept == .everyone)
    }

    @Test func `what the example has commented out is known, and shows the defaults`() throws {
        let text = try example().map { isCommentedOut($0) ? String($0.dropFirst(2)) : $0 }
            .filter { line in
                ![
                    "key_credential", "secret_credential", "password_credential", "token_credential", "certificate = ",
                    "key = ", "rsa_", "client_ca", "ca_file", "certificate_file", "key_file = \"\(scratch.path)/{",
                ].contains(where: line.hasPrefix)
            }
        let configuration = try load(text.joined(separator: "\n"))

        #expect(configuration.station.map(\.id) == ["CP1"])
        #expect(configuration.modbusStation.map(\.id) == ["yard"])
        #expect(configuration.bus.map(\.kind) == [.modbus, .modbus, .modbus, .modbus, .p1, .d0])
        #expect(configuration.listeners.map(\.tls) == [false, true])
        #expect(configuration.listener.map(\.maxConnections) == [6000])
        #expect(configuration.security.certificateDays == SecuritySection().certificateDays)
        #expect(configuration.stations.mostAccepted == StationsSection().mostAccepted)
        #expect(configuration.stations.unknown == StationsSection().unknown)
        #expect(configuration.stations.heartbeatSeconds == StationsSection().heartbeatSeconds)
        #expect(configuration.stations.answerTimeoutSeconds == StationsSection().answerTimeoutSeconds)
        #expect(configuration.sessions.finalAfterSeconds == SessionsSection().finalAfterSeconds)
        let authorization = configuration.authorization
        #expect(authorization.whenOffline == AuthorizationSection().whenOffline)
        #expect(authorization.cacheDays == AuthorizationSection().cacheDays)
        #expect(authorization.oneTransactionPerTag == AuthorizationSection().oneTransactionPerTag)
        #expect(authorization.pushList == AuthorizationSection().pushList)
        #expect(configuration.siteRules().mute == ["carport": MuteRules()])
        #expect(configuration.chargereport.first?.smallestWattHours == 50)
        #expect(configuration.csms.map(\.version) == [.ocpp16, .ocpp16])
        #expect(configuration.csms.map(\.preset) == [.generic, .chargereport])
        #expect(configuration.csms.first?.anonymousTag == Preset.generic.anonymousTag)
        #expect(configuration.csms.first?.stopsRefused == true)
    }

    @Test func `the rules know the meters of talking and of mute stations`() throws {
        let text = try Sample.site(scratch)
            .replacing("interval_seconds = 10", with: "interval_seconds = 20\nmost_kilowatts = 22")
        let configuration = try load(text)
        let rules = configuration.siteRules(registerModulus: ["garage": ExactDecimal(1_000_000)])

        #expect(rules.meterOfStation == ["CP1": "garage", "carport": "drive"])
        #expect(rules.mute.keys.sorted() == ["carport"])
        #expect(rules.finalAfter == .seconds(600))
        #expect(rules.registerModulus["garage"] == ExactDecimal(1_000_000))
        #expect(rules.meterInterval == ["garage": .seconds(20), "drive": .seconds(10)])
        #expect(rules.patience(with: "garage") == .seconds(65))
        #expect(rules.mostWatts == ["garage": 22_000])
        #expect(configuration.warnings == [])
    }

    @Test func `who may charge is a policy of the site, and of stations that differ`() throws {
        let text = try Sample.site(scratch)
            .replacing(
                "accept = \"listed\"", with: "accept = \"authorized\"\nwhen_offline = \"nobody\"\ncache_days = 2"
            )
            .replacing("id = \"CP2\"", with: "id = \"CP2\"\naccept = \"everyone\"")
        let configuration = try load(text)
        let policies = configuration.authorizationPolicies

        #expect(policies["CP1"].whoCharges == .authorized)
        #expect(policies["CP1"].whenOffline == .nobody)
        #expect(policies["CP1"].cacheLifetime == .hours(48))
        #expect(policies["CP2"].whoCharges == .everyone)
        #expect(configuration.fileList.all.map(\.tag) == [Tag("04b0267ae05c80")])
    }

    @Test func `a file that is not there is an error with a way out`() {
        let error = #expect(throws: ConfigurationProblems.self) {
            try Configuration.load(path: "\(scratch.path)/missing.toml")
        }
        #expect(error?.problems.first?.message == "There is no such file.")
        #expect(error?.problems.first?.hint?.contains("--config") == true)
    }

    private func load(_ text: String) throws -> Configuration {
        try Configuration.load(path: scratch.write("ohmstead.toml", text))
    }

    /// The lines of `etc/ohmstead.toml`, with its paths in the scratch directory.
    private func example() throws -> [String] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
        let text = try String(contentsOf: root.appending(path: "etc/ohmstead.toml"), encoding: .utf8)
        let secrets = ["CP1.password", "carport.password", "chargereport.key", "erp.secret", "yard.token"]
        for name in secrets { try scratch.write(name, "cr_test_0123456789") }
        try scratch.write("eastron-sdm630.toml", Sample.profile)
        return ["/var/lib/ohmstead", "/etc/ohmstead", "/usr/share/ohmstead/profiles/meters"]
            .reduce(text) { $0.replacing($1, with: scratch.path) }
            .replacing(
                "/usr/share/ohmstead/profiles/wallboxes",
                with: root.appending(path: "etc/profiles/wallboxes").standardizedFileURL.path
            )
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// `# key = value` or `# [[table]]`, but no prose.
    private func isCommentedOut(_ line: String) -> Bool {
        guard line.hasPrefix("# ") else { return false }
        let rest = line.dropFirst(2)
        return rest.hasPrefix("[[") || rest.prefix { $0 != "=" }.dropLast().allSatisfy { $0.isLetter || $0 == "_" }
    }
}
