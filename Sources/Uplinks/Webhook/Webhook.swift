package import Charging

/// Posts final sessions and readings to any URL as signed JSON: the smallest uplink.
///
/// A batch is fixed before it is sent for the first time, so that a retry has the same bytes. The receiver says with any
/// 2xx that it has the batch; what it refuses is halved until the entry it dislikes is found and parked.
package actor Webhook: Uplink {
    package struct Configuration: Sendable {
        package var name: UplinkName
        package var url: String
        package var secret: SecretSource
        package var sendsReadings: Bool
        /// `nil` means every station and every meter.
        package var stations: Set<StationID>?

        package init(
            name: UplinkName, url: String, secret: SecretSource, sendsReadings: Bool, stations: Set<StationID>? = nil
        ) {
            self.name = name
            self.url = url
            self.secret = secret
            self.sendsReadings = sendsReadings
            self.stations = stations
        }
    }

    /// How often an uplink that needs a person looks whether something was done.
    package static let glance: Duration = .seconds(60)
    /// A backlog goes over one connection; what is lost with a stale one is sent again, and known again there.
    package static let connectionKept: Duration = .seconds(2)

    package nonisolated let name: UplinkName
    package nonisolated let kinds: Set<FactKind>
    package nonisolated let pace: Pace
    private let configuration: Configuration
    private let poster: HTTPPoster
    private let wallClock: any WallClock

    package init(
        configuration: Configuration, poster: HTTPPoster? = nil, pace: Pace = Pace(), wallClock: any WallClock
    ) {
        name = configuration.name
        kinds = configuration.sendsReadings ? [.sessionFinal, .reading] : [.sessionFinal]
        self.pace = pace
        self.configuration = configuration
        self.poster = poster ?? HTTPPoster(url: configuration.url, keeping: Self.connectionKept)
        self.wallClock = wallClock
    }

    package func deliver(_ entries: [Entry], scratch: any Scratch) async throws(DeliveryError) -> Delivery {
        var batch = try await WebhookBatch(entries, resuming: scratch)
        while let part = batch.next {
            let document = WebhookDocument(part, stations: configuration.stations)
            guard !document.isEmpty else {
                batch.take(but: document.withheld)
                continue
            }
            try await batch.save(to: scratch)
            switch try await post(document) {
            case .taken: batch.take(but: document.withheld)
            case .refused(let reason): batch.refuse(reason)
            case .impatient(let error):
                try await batch.save(to: scratch)
                throw error
            }
        }
        return batch.delivery
    }

    private func post(_ document: WebhookDocument) async throws(DeliveryError) -> WebhookReply {
        let (body, signature): (String, String)
        do throws(SecretProblem) {
            let secret = try configuration.secret.read(as: { WebhookSecret($0) })
            body = document.text
            signature = secret.signature(of: body, at: wallClock.now.at)
        } catch {
            throw DeliveryError(.needsPerson(lookAgainAfter: Self.glance), .secretUnreadable(error.description))
        }
        let outcome: HTTPPoster.Outcome
        do {
            outcome = try await poster.post(body, headers: [("Ohmstead-Signature", signature)])
        } catch {
            throw DeliveryError(.stopped, .webhookLost("the daemon is stopping"))
        }
        return WebhookReply(outcome, at: wallClock.now.at)
    }
}
