/// Everything that can be wrong with ChargeReport, in words.
extension Trouble {
    static func keyUnreadable(_ problem: String) -> Trouble {
        Trouble(
            "key", "The API key cannot be read: \(problem)",
            remedy: "Put the key into that file or credential; it is read again by itself.")
    }

    static func keyRefused(_ text: String) -> Trouble {
        Trouble(
            "key", "ChargeReport does not accept the API key. It said: \(text)",
            remedy: "Make a new key in the dashboard of ChargeReport and put it in place of the old one; "
                + "it is read again by itself.")
    }

    static func misdirected(status: Int, _ text: String) -> Trouble {
        Trouble(
            "address", "The server answers \(status), which ChargeReport never does. It said: \(text)",
            remedy: "Check `url` of this uplink in the configuration, and whether something stands between.")
    }

    static let damagedOnce = Trouble(
        "damaged", "ChargeReport received something other than what was sent.",
        remedy: "It is sent once more by itself.")

    static let damaged = Trouble(
        "damaged", "ChargeReport received something other than what was sent, twice.",
        remedy: "Check whether a proxy or firewall on the way changes requests.")

    static func singleTooLarge(status: Int) -> Trouble {
        Trouble(
            "damaged", "The server answers \(status) to a single session, which cannot be too large.",
            remedy: "Check whether a proxy or firewall on the way limits requests.")
    }

    static func unreadableOnce(_ text: String) -> Trouble {
        Trouble(
            "unreadable", "An answer was not ChargeReport's: \(text)",
            remedy: "The same sessions are sent again by themselves.")
    }

    static func unreadable(_ text: String) -> Trouble {
        Trouble(
            "unreadable", "Answers keep coming that are not ChargeReport's: \(text)",
            remedy: "Check whether a login page or proxy answers in its place. The sessions stay here until then.")
    }

    static func countsTooHigh(accepted: Int, duplicates: Int, sent: Int) -> Trouble {
        Trouble(
            "unreadable", "ChargeReport counted \(accepted) + \(duplicates) sessions where \(sent) were sent.",
            remedy: "The same sessions are sent again by themselves; if this stays, ask ChargeReport's support.")
    }

    static func serverTrouble(status: Int) -> Trouble {
        Trouble("server", "ChargeReport has trouble (\(status)).", remedy: "Nothing; it is tried again by itself.")
    }

    static func lost(_ reason: String) -> Trouble {
        Trouble(
            "connection", "The answer did not arrive: \(reason)",
            remedy: "Nothing; the same sessions are sent again by themselves.")
    }

    static func unreached(_ reason: String) -> Trouble {
        Trouble(
            "connection", "The server cannot be reached: \(reason)",
            remedy: "Check the internet connection if this stays; it is tried again by itself.")
    }

    static func distrusted(_ reason: String) -> Trouble {
        Trouble(
            "certificate", "The server's certificate does not hold: \(reason)",
            remedy: "Check the box's date and time first, then whether something intercepts the connection.")
    }

    static let budget = Trouble(
        "rate", "The requests of this hour are used up.", remedy: "Nothing; it goes on by itself.")

    static let tooMany = Trouble(
        "rate", "ChargeReport wants no more requests in this hour.",
        remedy: "If this stays, check whether something else uses the same API key.")

    static func unexpectedDuplicates(_ count: Int) -> Trouble {
        Trouble(
            "duplicates", "ChargeReport knew sessions among \(count) that this box had never sent.",
            remedy: "Check whether another box or program reports the same stations, "
                + "or several stations share one API key.")
    }

    static let memory = Trouble(
        "memory", "The journal did not take what this uplink must remember.",
        remedy: "See the journal's own condition; it is tried again by itself.")
}
