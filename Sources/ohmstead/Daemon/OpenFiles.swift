import Glibc

/// How many files and sockets this process may have open. Every wallbox is one of them.
enum OpenFiles {
    /// For the journal, meters, clouds and the console, beside the wallboxes.
    static let reserve = 512

    /// Raises the limit as far as this user may, for the usual 1,024 are soon taken. Returns what holds then.
    ///
    /// Under systemd it is what `LimitNOFILE=` says from the start, and this changes nothing.
    @discardableResult static func raiseLimit() -> Int {
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        guard unsafe getrlimit(resource, &limit) == 0 else { return 0 }
        if limit.rlim_cur < limit.rlim_max {
            var raised = limit
            raised.rlim_cur = raised.rlim_max
            if unsafe setrlimit(resource, &raised) == 0 { limit = raised }
        }
        return Int(clamping: limit.rlim_cur)
    }
}
