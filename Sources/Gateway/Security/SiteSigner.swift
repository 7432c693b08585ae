import Charging
import Logging
import Stations
import Synchronization
import Trust

/// Signs what the site's stations ask for, and nothing else.
///
/// A certificate opens the door for the station it names, so a station gets one only for its own id or the serial
/// number it tells, only while it belongs to the site, and only so often.
final class SiteSigner: CertificateSigner {
    /// Requests of one station within `window`.
    static let mostRequests = 6
    static let window = Duration.hours(1)
    private static let mostStations = 4096

    private let authority: SiteAuthority
    private let admissions: Admissions
    private let days: Int
    private let wallClock: any WallClock
    private let logger: Logger
    private let requests = Mutex<[StationID: [Timestamp]]>([:])

    init(
        authority: SiteAuthority, admissions: Admissions, days: Int, wallClock: any WallClock, logger: Logger
    ) {
        self.authority = authority
        self.admissions = admissions
        self.days = days
        self.wallClock = wallClock
        self.logger = logger
    }

    @concurrent func sign(_ request: String, for station: StationID, boot: Boot?) async -> SigningVerdict {
        do {
            let chain = try await chain(request, for: station, boot: boot)
            logger.notice("Certificate issued.", metadata: ["station": "\(station)"])
            return .chain(chain)
        } catch let refusal as SecurityRefusal {
            return refuse(refusal.message, station)
        } catch let error as TrustError {
            return refuse(error.description, station)
        } catch {
            return refuse("The certificate could not be recorded, so it is not handed out.", station)
        }
    }

    private func chain(_ request: String, for station: StationID, boot: Boot?) async throws -> String {
        guard admissions.isNamed(station) else {
            throw refusal("The station does not belong to this site, so it gets no certificate.")
        }
        guard isInTime(station) else { throw refusal("The station asked for too many certificates within an hour.") }
        let request = try SigningRequest.inspect(request)
        let names = [
            station.rawValue, (boot ?? admissions.boot(of: station))?.serialNumber,
            admissions.policy.stations[station]?.certificateName,
        ].compactMap(\.self)
        guard names.contains(request.commonName) else {
            throw refusal(
                "The request is for \(request.commonName.quoted), which is neither the id nor the serial number of the "
                    + "station.")
        }
        guard request.commonName == station.rawValue || !admissions.isNamed(StationID(request.commonName)) else {
            throw refusal("The request is for the name of another station.")
        }
        let issued = try authority.authority().sign(
            request, days: days, serial: try .random(), at: wallClock.now.at.seconds)
        try await admissions.book.issued(StationCertificate(issued.certificate), to: station)
        return issued.chainPEM
    }

    private func isInTime(_ station: StationID) -> Bool {
        let now = wallClock.now.at
        return requests.withLock { requests in
            if requests.count >= Self.mostStations {
                requests = requests.filter { $0.value.contains { now - $0 < Self.window } }
            }
            let recent = requests[station, default: []].filter { now - $0 < Self.window }
            guard recent.count < Self.mostRequests else { return false }
            requests[station] = recent + [now]
            return true
        }
    }

    private func refusal(_ reason: String) -> SecurityRefusal { SecurityRefusal(.notPossible, reason, "") }

    private func refuse(_ reason: String, _ station: StationID) -> SigningVerdict {
        logger.warning("Certificate refused.", metadata: ["station": "\(station)", "reason": "\(reason)"])
        return .refused(reason)
    }
}

extension StationCertificate {
    init(_ certificate: Certificate) {
        self.init(
            serial: certificate.serialNumber.hex, subject: certificate.subject.description,
            notBefore: Timestamp(seconds: certificate.notBefore), notAfter: Timestamp(seconds: certificate.notAfter),
            fingerprint: certificate.fingerprint)
    }
}
