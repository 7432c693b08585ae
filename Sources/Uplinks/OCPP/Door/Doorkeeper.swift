package import Charging
import OCPP

/// What the doors of both versions have in common: whose they are, and whom they ask.
package struct Doorkeeper: Sendable {
    /// The name of the lane, under which commands stand in the record.
    let origin: String
    let station: StationID
    /// The CSMS may act on the station; otherwise it watches.
    let controls: Bool
    /// It may send the station to addresses within the site for firmware and logs.
    let reachesSite: Bool
    let control: any StationControl
    let transactions: any TransactionMap
    let link: any LinkActions
    let settings: LegSettings
    /// `nil` where the connection has no certificates that could change.
    let certificates: (any LegCertificates)?
    let wallClock: any WallClock
    let clock: any Clock<Duration>

    package init(
        origin: String, station: StationID, controls: Bool, reachesSite: Bool = false, control: any StationControl,
        transactions: any TransactionMap, link: any LinkActions, settings: LegSettings,
        certificates: (any LegCertificates)? = nil, wallClock: any WallClock, clock: any Clock<Duration>
    ) {
        self.origin = origin
        self.station = station
        self.controls = controls
        self.reachesSite = reachesSite
        self.control = control
        self.transactions = transactions
        self.link = link
        self.settings = settings
        self.certificates = certificates
        self.wallClock = wallClock
        self.clock = clock
    }

    var now: Timestamp { wallClock.now.at }

    /// A CSMS gives up on an answer after about as long, and may close the connection then.
    static let longestWait = Duration.seconds(30)

    /// Has the station do something, where this CSMS may.
    func order(_ command: Command) async throws(Refusal) -> CommandResult {
        guard controls else { throw .readOnly }
        return try await ask(command)
    }

    /// Asks the station for something that changes nothing.
    ///
    /// What the station was told goes its way even when nobody waits for it any more: it is part of the record.
    func ask(_ command: Command) async throws(Refusal) -> CommandResult {
        let (outcomes, outcome) = AsyncStream<Result<CommandResult, CommandError>>
            .makeStream(bufferingPolicy: .bufferingOldest(1))
        Task { [self] in
            do throws(CommandError) {
                outcome.yield(.success(try await control.perform(command, on: station, origin: origin)))
            } catch {
                outcome.yield(.failure(error))
            }
        }
        let patience = Task { [clock] in
            if (try? await clock.sleep(for: Self.longestWait)) != nil { outcome.yield(.failure(.timedOut)) }
        }
        defer { patience.cancel() }
        var first: Result<CommandResult, CommandError>?
        for await one in outcomes {
            first = one
            break
        }
        do throws(CommandError) {
            return try (first ?? .failure(.disconnected)).get()
        } catch {
            throw Refusal(error)
        }
    }

    /// The site's word for a transaction of the CSMS's.
    func transaction(_ theirs: String) async throws(Refusal) -> TransactionID {
        guard let id = await transactions.transaction(theirs: theirs) else { throw .unknownTransaction }
        return id
    }

    /// What is known of the station now.
    func facts() async -> StationFacts { StationFacts(station, in: await control.site()) }

    /// While a CSMS has not accepted the station, it may configure it and no more.
    func checkAccepted() async throws(Refusal) {
        guard await link.isAccepted else {
            throw .refused("CSNotAccepted", "Accept the station's BootNotification first.")
        }
    }

    /// A tag as the station can take it.
    func tag(_ text: String, _ facts: StationFacts) throws(Refusal) -> Tag {
        guard let tag = Tag(text) else {
            throw .refused("InvalidIdToken", "The tag names nobody, or is longer than \(Tag.longest) characters.")
        }
        guard !facts.isOld || tag.text.unicodeScalars.count <= 20 else {
            throw .refused(
                "InvalidIdToken", "The station speaks OCPP 1.6, which has no tags of more than 20 characters.")
        }
        return tag
    }
}
