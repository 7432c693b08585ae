import Charging
import OCPP
import Synchronization
import Uplinks

/// A station that does as the test says, and remembers what was wanted of it.
final class DoorStation: StationControl {
    typealias Script = @Sendable (Command) async -> Result<CommandResult, CommandError>

    let current: Site
    let told: [DeviceVariable]
    private let script: Script
    private let wanted = Mutex<[Command]>([])

    init(_ site: Site, variables: [DeviceVariable] = [], script: @escaping Script = DoorStation.willing) {
        current = site
        told = variables
        self.script = script
    }

    var commands: [Command] { wanted.withLock { $0 } }

    func perform(
        _ command: Command, on station: StationID, origin: String
    ) async throws(CommandError) -> CommandResult {
        wanted.withLock { $0.append(command) }
        return try await script(command).get()
    }

    func site() async -> Site { current }
    func variables(of station: StationID) async -> [DeviceVariable] { told }
    func learn(_ tag: String, _ answer: TagAnswer) async {}

    /// A station that does everything.
    static let willing: Script = { command in
        var result = CommandResult(status: "Accepted")
        switch command {
        case .unlock: result.status = "Unlocked"
        case .getConfiguration(let keys):
            result.configuration = (keys.isEmpty ? ["LightIntensity", "HeartbeatInterval"] : keys).map {
                ConfigurationValue(key: $0, value: "50", readonly: false)
            }
        case .getLocalListVersion: result.listVersion = 7
        case .getLog: result.fileName = "log.gz"
        case .getCompositeSchedule(let evse, let seconds, let unit):
            result.schedule = CompositeSchedule(
                evse: evse, start: DoorTrial.now, durationSeconds: seconds, unit: unit ?? .ampere,
                periods: [.init(startSeconds: 0, limit: ExactDecimal("12.34"), phases: 3)])
        case .listCertificates:
            result.certificates = [InstalledCertificate(use: .manufacturerRoot, name: DoorTrial.certificate("02"))]
        case .call(let action, _): result.data = DoorStation.answers[action] ?? #"{"status":"Accepted"}"#
        default: break
        }
        return .success(result)
    }

    /// What a station of 2.0.1 says to messages that are passed on.
    private static let answers = [
        "CostUpdated": "{}",
        "GetVariables": """
        {"getVariableResult":[{"attributeStatus":"Accepted","attributeValue":"60","component":{"name":"Light"},
        "variable":{"name":"Brightness"}}]}
        """,
        "SetVariables": """
        {"setVariableResult":[{"attributeStatus":"RebootRequired","component":{"name":"Light"},
        "variable":{"name":"Brightness"}}]}
        """,
        "SetVariableMonitoring": """
        {"setMonitoringResult":[{"status":"Accepted","id":3,"type":"UpperThreshold","severity":4,
        "component":{"name":"Light"},"variable":{"name":"Brightness"}}]}
        """,
        "ClearVariableMonitoring": #"{"clearMonitoringResult":[{"status":"Accepted","id":3}]}"#,
    ]
}

/// The transactions of a lane, as the test says.
struct DoorMap: TransactionMap {
    var names: [String: TransactionID]
    let expected = Expected()

    final class Expected: Sendable {
        let numbers = Mutex<[Int]>([])
    }

    func transaction(theirs: String) async -> TransactionID? { names[theirs] }
    func theirs(of transaction: TransactionID) async -> String? {
        names.filter { $0.value == transaction }.keys.max { $0.count < $1.count }
    }
    func expect(remoteStart: Int, tag: String, evse: Int?) async {
        expected.numbers.withLock { $0.append(remoteStart) }
    }
    func forget(remoteStart: Int) async { expected.numbers.withLock { $0.removeAll { $0 == remoteStart } } }
    func hasQueued(theirs: String?) async -> Bool { theirs == nil }
}

/// A link that remembers what it was to do.
final class DoorLink: LinkActions {
    let isAccepted: Bool
    private let done = Mutex<(triggers: [TriggeredMessage], messages: [any Call])>(([], []))

    init(isAccepted: Bool = true) { self.isAccepted = isAccepted }

    var triggers: [TriggeredMessage] { done.withLock { $0.triggers } }
    var messages: [any Call] { done.withLock { $0.messages } }

    func reconnect() async {}
    func trigger(_ message: TriggeredMessage) async { done.withLock { $0.triggers.append(message) } }

    func follow(with message: any Call) async throws(CallFailure) -> Payload {
        done.withLock { $0.messages.append(message) }
        guard case .result(_, let payload) = Frame(#"[3,"1",{}]"#) else { throw .disconnected }
        return payload
    }
}

/// The certificates of a connection, as the test says.
final class DoorCertificates: LegCertificates {
    private let wishes = Mutex<[String]>([])
    var log: [String] { wishes.withLock { $0 } }

    let isRenewed = true

    private func note(_ wish: String) { wishes.withLock { $0.append(wish) } }

    func deliver(chain: String) async -> LegCertificateOutcome {
        note("deliver \(chain)")
        return chain == "bad" ? .refused("It is not for our key.") : .done
    }
    func install(root: String) async -> LegCertificateOutcome {
        note("install \(root)")
        return root == "bad" ? .failed("The disk is full.") : .done
    }
    func delete(_ name: CertificateName) async -> LegCertificateOutcome {
        note("delete \(name.serialNumber)")
        return name.serialNumber == "01" ? .done : .unknown
    }
    func roots() async -> [CertificateName] { [DoorTrial.certificate("01")] }
    func requestCertificate() async { note("request") }
}
