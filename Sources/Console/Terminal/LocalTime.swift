package import Charging
import Glibc

extension Timestamp {
    /// `11:48` today and `2026-04-14 11:48` on another day, in the zone of whoever reads it.
    package func local(now: Timestamp) -> String {
        let (own, today) = (localDateAndTime, now.localDateAndTime)
        let time = own.dropFirst(11).prefix(5)
        return own.prefix(10) == today.prefix(10) ? String(time) : "\(own.prefix(10)) \(time)"
    }

    private var localDateAndTime: String {
        var (time, parts) = unsafe (time_t(seconds), tm())
        unsafe localtime_r(&time, &parts)
        return ISO8601.dateAndTime(seconds + Int64(unsafe parts.tm_gmtoff))
    }
}
