import Charging

/// The header `Retry-After` (RFC 9110, section 10.2.3): seconds, or a date.
enum RetryAfter {
    /// However long a server wants to be left alone.
    static let longest: Duration = .hours(24)

    static func duration(_ text: String?, at now: Timestamp) -> Duration? {
        guard let text, text.utf8.count <= 40 else { return nil }
        if let seconds = Int64(text), seconds >= 0 {
            return min(.seconds(seconds), longest)
        }
        return date(text).map { min(max($0 - now, .zero), longest) }
    }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// `Wed, 21 Oct 2015 07:28:00 GMT`; the two older forms are not read.
    private static func date(_ text: String) -> Timestamp? {
        let words = text.split(separator: " ")
        guard words.count == 6, words[5] == "GMT", let month = months.firstIndex(of: String(words[2])) else {
            return nil
        }
        return ISO8601("\(words[3])-\(ISO8601.padded(Int64(month) + 1, 2))-\(words[1])T\(words[4])Z")?.timestamp
    }
}
