import Console
import FoundationEssentials
import Glibc

extension Terminal {
    /// What standard output shows.
    static var standard: Terminal {
        let environment = ProcessInfo.processInfo.environment
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
        let unicode = locale.uppercased().contains("UTF-8") || locale.uppercased().contains("UTF8")
        guard StandardStream.output.isTerminal else { return Terminal(width: nil, unicode: unicode, colour: false) }
        let colour = environment["NO_COLOR", default: ""].isEmpty && !["dumb", nil].contains(environment["TERM"])
        return Terminal(
            width: columns ?? environment["COLUMNS"].flatMap { Int($0) } ?? 80, unicode: unicode, colour: colour)
    }

    private static var columns: Int? {
        var size = winsize()
        guard unsafe ioctl(StandardStream.output.rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
            return nil
        }
        return Int(size.ws_col)
    }
}
