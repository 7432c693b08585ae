import Charging
import Logging
import ServiceLifecycle
import Stations
import Trust

/// Looks at a start and once a minute after what runs out by itself: certificates, passwords that are on their way,
/// troubles that are over.
struct SecurityKeeper: Service {
    let desk: SecurityDesk
    let health: Health
    let clock: any Clock<Duration>
    let logger: Logger

    private static let interval = Duration.seconds(60)
    /// How often a station whose certificate ends is asked to renew it.
    private static let renewalInterval = Duration.hours(24)
    static let warning = Duration.hours(24 * 30)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var asked: [StationID: Timestamp] = [:]
            repeat { await round(&asked) } while (try? await clock.sleep(for: Self.interval)) != nil
        }
    }

    func round(_ asked: inout [StationID: Timestamp]) async {
        let now = desk.wallClock.now.at
        await desk.listeners.tidy(at: now)
        desk.admissions.tidy()
        for (station, certificates) in desk.admissions.book.certificates {
            let code = "station.\(station).certificate"
            let newest = certificates.last { $0.revoked == nil }
            guard desk.admissions.leastProfile(of: station) == 3, let newest, newest.notAfter - now < Self.warning
            else {
                health.clear(code)
                asked[station] = nil
                continue
            }
            health.raise(
                code, newest.notAfter <= now ? .critical : .warning,
                "The certificate of station \(station) ends at \(newest.notAfter).",
                remedy: "It is asked for a new one once a day while it is connected; by hand: "
                    + "ohmstead certificates renew \(station)")
            await askOnceADay(station, now, &asked)
        }
        tellOfAuthority(at: now)
    }

    private func askOnceADay(_ station: StationID, _ now: Timestamp, _ asked: inout [StationID: Timestamp]) async {
        if let last = asked[station], now - last < Self.renewalInterval { return }
        guard await desk.registry.presence(of: station)?.isOnline == true else { return }
        asked[station] = now
        do throws(SecurityRefusal) {
            _ = try await desk.renew(station)
        } catch {
            logger.warning(
                "Certificate not renewed.", metadata: ["station": "\(station)", "reason": "\(error.message)"])
        }
    }

    private func tellOfAuthority(at now: Timestamp) {
        guard let end = desk.authority.existing?.certificate.notAfter else { return }
        let left = Timestamp(seconds: end) - now
        guard left < .hours(24 * 365) else { return health.clear("security.ca") }
        health.raise(
            "security.ca", .warning, "The site CA ends at \(Timestamp(seconds: end)).",
            remedy: "Plan to replace it: a new one has to be installed on every station. See docs/security.md.")
    }
}
