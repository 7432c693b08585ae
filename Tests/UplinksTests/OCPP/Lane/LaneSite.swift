import Charging
import FoundationEssentials
import Journal
import Logging
import OCPP
import OCPP16
import Simulator
import Synchronization
import Uplinks

/// A real journal, and a lane from it to a CSMS that answers as the test says.
final class LaneSite: Sendable {
    let site: JournalSite
    let link: LaneLink
    let control: LaneControl
    let scratch = MemoryScratch()
    private let cursor = Mutex<Int64>(0)
    private let said = Mutex<[DeliveryOutcome]>([])
    private let remarked = Mutex<[Trouble]>([])

    static func with<R: Sendable>(
        _ script: @escaping LaneLink.Script = LaneLink.obedient(),
        _ body: @escaping @Sendable (LaneSite) async throws -> R
    ) async throws -> R {
        try await JournalSite.with { site in
            let control = LaneControl(journal: site.journal)
            return try await body(LaneSite(site: site, link: LaneLink(script), control: control))
        }
    }

    private init(site: JournalSite, link: LaneLink, control: LaneControl) {
        self.site = site
        self.link = link
        self.control = control
    }

    /// A lane as it is after a start of the daemon.
    func lane(
        preset: Preset = Preset(name: "generic"), controls: Bool = false, lateRefusal: Lane.LateRefusal = .goOn
    ) -> Lane {
        Lane(
            Lane.Configuration(
                uplink: "csms", station: "CP1", meter: nil, preset: preset, controls: controls,
                lateRefusal: lateRefusal),
            link: link, languages: [.ocpp16: Language16()], control: control, journal: site.journal,
            clock: site.clock, wallClock: site.wallClock, logger: site.logger)
    }

    /// What a pump does until nothing is left or something is wrong, which is returned.
    @discardableResult func deliver(_ lane: Lane) async throws -> DeliveryError? {
        while true {
            let entries = try await site.journal.entries(after: position, kinds: lane.kinds, limit: 100)
            guard !entries.isEmpty else { return nil }
            do throws(DeliveryError) {
                let delivery = try await lane.deliver(entries, scratch: scratch)
                take(delivery)
                if let memory = delivery.scratch { try? await scratch.save(memory) }
            } catch {
                return error
            }
        }
    }

    /// Everything that is in the journal was there when the CSMS began to listen.
    func recordedBeforeConnecting() async {
        link.go(
            online: Online(
                number: 1, statusThrough: await site.journal.lastSeq(), statuses: [:], dialect: .ocpp16))
    }

    /// What a pump does with a delivery.
    func take(_ delivery: Delivery) {
        cursor.withLock { $0 = max($0, delivery.through) }
        said.withLock { $0 += delivery.outcomes }
        remarked.withLock { $0 += delivery.remarks }
    }

    /// Tells these again, as a person wants it.
    func retry(_ entry: Entry, _ lane: Lane) async throws -> DeliveryOutcome? {
        let delivery = try await lane.deliver([entry], scratch: scratch)
        if let memory = delivery.scratch { try? await scratch.save(memory) }
        return delivery.outcomes.last { $0.seq == entry.seq }
    }

    /// Up to which entry the pump is.
    var position: Int64 { cursor.withLock { $0 } }
    var outcomes: [DeliveryOutcome] { said.withLock { $0 } }
    /// What the deliveries had to say although they went well.
    var remarks: [Trouble] { remarked.withLock { $0 } }
    var memory: LaneMemory { scratch.bytes.flatMap { LaneMemory($0) } ?? LaneMemory() }

    var parked: [Int64] {
        outcomes.compactMap { if case .parked = $0.verdict { $0.seq } else { nil } }
    }
}

/// A site that notes what is wanted of it.
final class LaneControl: StationControl {
    let journal: Journal
    private let wanted = Mutex<[Command]>([])
    private let learnt = Mutex<[TagAnswer]>([])

    init(journal: Journal) { self.journal = journal }

    func perform(
        _ command: Command, on station: StationID, origin: String
    ) async throws(CommandError) -> CommandResult {
        wanted.withLock { $0.append(command) }
        return CommandResult(status: "Accepted")
    }

    func site() async -> Site { await journal.site() }
    func variables(of station: StationID) async -> [DeviceVariable] { [] }
    func learn(_ tag: String, _ answer: TagAnswer) async { learnt.withLock { $0.append(answer) } }

    var commands: [Command] { wanted.withLock { $0 } }
    var answers: [TagAnswer] { learnt.withLock { $0 } }
}

extension LaneLink {
    /// A CSMS of 1.6 that takes everything, and calls the first transaction by this number.
    static func obedient(from first: Int = 4711, tag status: String = "Accepted") -> Script {
        let next = Mutex(first)
        return { call throws(CallFailure) in
            switch call {
            case is StartTransaction:
                let id = next.withLock { number in
                    number += 1
                    return number - 1
                }
                return #"{"transactionId":\#(id),"idTagInfo":{"status":"\#(status)"}}"#
            case is Authorize: return #"{"idTagInfo":{"status":"\#(status)"}}"#
            default: return "{}"
            }
        }
    }

    /// The same, but for messages of this name.
    static func obedient(
        butFor action: String, _ failure: @escaping @Sendable () -> CallFailure?
    ) -> Script {
        let obedient = obedient()
        return { call throws(CallFailure) in
            if type(of: call).action == action, let failure = failure() { throw failure }
            return try obedient(call)
        }
    }
}
