import Charging
import Synchronization
import Uplinks

/// Asks the cloud that controls a station who may charge there.
///
/// Stations are made before the ways to their clouds, for those need the stations, so the ways are introduced later.
final class ControllingClouds: CloudAuthorizer {
    private let lanes = Mutex<[StationID: Lane]>([:])

    func introduce(_ lanes: [StationID: Lane]) { self.lanes.withLock { $0 = lanes } }

    func ask(_ tag: Tag, at station: StationID) async -> TagAnswer? {
        guard let lane = lanes.withLock({ $0[station] }) else { return nil }
        return await lane.authorize(tag.text)
    }
}
