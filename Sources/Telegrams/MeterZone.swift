package import Charging

/// Whose time a meter's clock shows. Its telegrams say winter or summer time, and not of which country.
package struct MeterZone: Hashable, Sendable {
    /// Minutes east of UTC in winter; summer is an hour further.
    package var winterMinutesEast: Int

    package init(winterMinutesEast: Int) { self.winterMinutesEast = winterMinutesEast }

    /// From Stockholm to Budapest.
    package static let centralEurope = MeterZone(winterMinutesEast: 60)
    /// Ireland.
    package static let westernEurope = MeterZone(winterMinutesEast: 0)
    /// Finland, Lithuania.
    package static let easternEurope = MeterZone(winterMinutesEast: 120)

    /// Reads `260115130000W`; `nil` without the letter, because then an hour is unknown, and for the years before 2000
    /// that a meter shows whose clock was never set.
    package func moment(_ text: some StringProtocol) -> Timestamp? {
        let characters = Array(text.utf8)
        guard characters.count == 13, let season = characters.last,
            characters.dropLast().allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            characters[0] < UInt8(ascii: "7"), season == UInt8(ascii: "W") || season == UInt8(ascii: "S")
        else { return nil }
        let pairs = stride(from: 0, to: 12, by: 2).map { String(decoding: characters[$0..<$0 + 2], as: UTF8.self) }
        let date = "20\(pairs[0])-\(pairs[1])-\(pairs[2])T\(pairs[3]):\(pairs[4]):\(pairs[5])Z"
        let minutesEast = winterMinutesEast + (season == UInt8(ascii: "S") ? 60 : 0)
        return ISO8601(date).map { $0.timestamp - .minutes(minutesEast) }
    }
}
