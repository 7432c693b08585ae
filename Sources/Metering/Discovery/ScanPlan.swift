/// Where a scan looks: each place with each of the units, one after the other.
package struct ScanPlan: Hashable, Sendable {
    package var addresses: [BusAddress]
    package var units: [UInt8]
    /// How long a unit may take to answer; most of a scan is spent waiting for those that are not there.
    package var patience: Duration

    package static let mostAddresses = 1024

    package init(addresses: [BusAddress], units: [UInt8], patience: Duration = .milliseconds(300)) {
        self.addresses = addresses
        self.units = units
        self.patience = patience
    }

    package var steps: Int { addresses.reduce(0) { sum, address in sum + units.count { address.accepts(unit: $0) } } }

    /// The ways a serial line may be set: those in which the known meters leave the factory, the most common first.
    package static func settings(of profiles: [MeterProfile], device: String) -> [SerialSettings] {
        var counts: [SerialSettings: Int] = [SerialSettings(device: device): 1]
        for serial in profiles.compactMap(\.serial) {
            let settings = SerialSettings(
                device: device, baud: serial.baud, parity: serial.parity, stopBits: serial.stopBits)
            counts[settings, default: 0] += 1
        }
        return counts.sorted { left, right in
            (-left.value, left.key.baud, left.key.parity.rawValue, left.key.stopBits)
                < (-right.value, right.key.baud, right.key.parity.rawValue, right.key.stopBits)
        }.map(\.key)
    }

    /// `192.168.1.10` or `192.168.1.10-192.168.1.60`; a name stands for itself. `nil` for a range that runs backwards
    /// or has more than 1024 addresses.
    package static func hosts(_ text: String) -> [String]? {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        guard ends.count == 2, let first = number(ends[0]), let last = number(ends[1]) else { return [text] }
        guard first <= last, Int(last - first) < mostAddresses else { return nil }
        return (first...last).map { number in
            [24, 16, 8, 0].map { String(number >> $0 & 0xFF) }.joined(separator: ".")
        }
    }

    private static func number(_ address: String) -> UInt32? {
        let parts = address.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        guard parts.count == 4 else { return nil }
        return parts.reduce(UInt32?(0)) { sum, part in
            guard let sum, let part else { return nil }
            return sum << 8 | UInt32(part)
        }
    }
}
