import Charging
import OCPP
import WebSocket

/// Why a link has no connection, or no longer one, and when to try again.
struct LinkEnd: Error, Hashable {
    enum Next: Hashable {
        /// Ever more rarely.
        case backOff
        /// The CSMS said when.
        case after(Duration)
    }

    var trouble: Trouble
    var needsPerson = false
    var next = Next.backOff
}

// What went wrong, in words for a technician.
struct LinkWords {
    let configuration: LinkConfiguration

    /// Where the station is to be found there; without what is a secret of the URL.
    private var place: String { configuration.address.shown(identity: configuration.identity) }
    private var host: String { configuration.address.host }
    private var identity: String { configuration.identity }

    func end(_ error: any Error) -> LinkEnd {
        switch error {
        case let end as LinkEnd: end
        case let error as DialError: end(dialling: error)
        case let error as SecretProblem:
            LinkEnd(
                trouble: Trouble(
                    "secret", "What the station \(identity) proves itself with at \(host) cannot be used: \(error).",
                    remedy: "Put it into its file again, on a line of its own."),
                needsPerson: true)
        case let error as TLSMaterialError:
            LinkEnd(
                trouble: Trouble(
                    "certificate", "\(error.what) in \(error.place) cannot be used: \(error.cause).".capitalisedFirst,
                    remedy: "\(error.advice)."),
                needsPerson: true)
        case let error as ConnectionError: lost("\(error)")
        default: lost("it broke")
        }
    }

    func lost(_ why: String) -> LinkEnd {
        LinkEnd(
            trouble: Trouble(
                "lost", "The connection to the CSMS at \(host) was lost: \(why).",
                remedy: "Nothing; it is made again. If this goes on, check the network."))
    }

    private func end(dialling error: DialError) -> LinkEnd {
        switch error {
        // Its text shows the URL.
        case .badURL:
            LinkEnd(
                trouble: Trouble(
                    "url", "The URL of the CSMS at \(host) cannot be used.", remedy: "Correct it in the configuration."),
                needsPerson: true)
        case .unreachable(let why):
            LinkEnd(
                trouble: Trouble(
                    "unreachable", "The CSMS at \(host) cannot be reached: \(why).",
                    remedy: "Check the network, the host and port of its URL, and, for wss, the certificates."))
        case .refused(let status, _): refusal(status)
        }
    }

    /// The server's own words are left out, for they could repeat the URL.
    private func refusal(_ status: Int) -> LinkEnd {
        switch status {
        case 401 where configuration.credentials == .none:
            person(
                "password", "The CSMS at \(host) wants a password of the station \(identity), and none is configured.",
                "Configure the password that the CSMS has for this station.")
        case 401:
            person(
                "password", "The CSMS at \(host) refuses the password of the station \(identity).",
                "Put the password that the CSMS has for this station into its file, in the form that is configured.")
        case 403:
            person(
                "forbidden", "The CSMS at \(host) does not let the station \(identity) in.",
                "Look at the CSMS whether the station is enabled, and which security profile it expects.")
        case 404:
            person(
                "unknown", "The CSMS at \(place) does not know the station \(identity).",
                "Register the station there under this identity, or correct the path of the URL.")
        case 300..<400:
            person(
                "url", "The CSMS at \(host) is somewhere else now: it answers \(status).",
                "Ask its operator for the new URL.")
        case 400..<500 where status != 408 && status != 429:
            person(
                "refused", "The CSMS at \(place) refuses the connection: it answers \(status).",
                "Check the URL, and ask the operator of the CSMS what it expects.")
        default:
            LinkEnd(
                trouble: Trouble(
                    "busy", "The CSMS at \(host) cannot take the station \(identity) now: it answers \(status).",
                    remedy: "Nothing; it is tried again. If this goes on, ask the operator of the CSMS."))
        }
    }

    private func person(_ code: String, _ summary: String, _ remedy: String) -> LinkEnd {
        LinkEnd(trouble: Trouble(code, summary, remedy: remedy), needsPerson: true)
    }

    /// A 401 soon after a connection was lost, from a CSMS that takes its time to notice.
    var unnoticed: LinkEnd {
        LinkEnd(
            trouble: Trouble(
                "unnoticed",
                "The CSMS at \(host) has not noticed yet that the connection was lost, and refuses another one.",
                remedy: "Nothing; it lets the station in again within a few minutes."))
    }

    func noDialect(_ answered: String?) -> LinkEnd {
        let offered = configuration.dialects.map(\.rawValue).joined(separator: ", ")
        let answer = answered.map { "it chose \"\($0.prefix(30))\"" } ?? "it chose none"
        return person(
            "version", "The CSMS at \(host) was offered \(offered), and \(answer).",
            "Configure a version of OCPP that the CSMS speaks.")
    }

    var silent: LinkEnd {
        let time = configuration.callTimeout.components.seconds
        return lost("it was silent for \(time) s while an answer was waited for")
    }

    var babble: LinkEnd { lost("it sent too many messages that are no OCPP") }
    var closed: LinkEnd { lost("the CSMS closed it") }

    /// On purpose.
    var renewing: LinkEnd {
        LinkEnd(
            trouble: Trouble(
                "renewing", "The connection to the CSMS at \(host) is made anew.", remedy: "Nothing; it takes a moment."
            ),
            next: .after(LinkBackOff.shortest))
    }

    var discarded: Trouble {
        Trouble(
            "discarded",
            "The CSMS at \(host) refuses the new client certificate of the station \(identity), and takes the one before.",
            remedy: "Ask the operator of the CSMS why; a new one is asked for tomorrow.")
    }

    var discardedPassword: Trouble {
        Trouble(
            "discarded",
            "The CSMS at \(host) refuses the password it set for the station \(identity), and takes the one before.",
            remedy: "Ask the operator of the CSMS which of them counts.")
    }

    // BootNotification

    func rejected(after wait: Duration) -> LinkEnd {
        var end = person(
            "rejected", "The CSMS at \(host) rejects the station \(identity).",
            "Look at the CSMS whether the station is registered and enabled there.")
        end.next = .after(wait)
        return end
    }

    var pending: Trouble {
        Trouble(
            "pending", "The CSMS at \(host) has not accepted the station \(identity) yet.",
            remedy: "Accept the station at the CSMS, if it does not do so by itself.")
    }

    func bootFailed(_ failure: CallFailure) -> LinkEnd {
        let why =
            switch failure {
            case .refused(let error): "it answers \(error.code): \(error.description.prefix(100))"
            case .unreadable(let why): "its answer cannot be read: \(why.prefix(200))"
            case .unsendable(let why): "the message cannot be sent: \(why.prefix(200))"
            case .timedOut: "it does not answer"
            case .busy, .disconnected: "the connection was lost"
            }
        return LinkEnd(
            trouble: Trouble(
                "boot", "The CSMS at \(host) does not take the BootNotification of the station \(identity): \(why).",
                remedy: "If this goes on, ask the operator of the CSMS."))
    }

    var connecting: Trouble {
        Trouble("connecting", "The connection to the CSMS at \(host) is being made.", remedy: "Wait a little.")
    }

    /// - Parameter ahead: how much later the CSMS's clock is than the box's.
    func clock(_ ahead: Duration) -> Trouble {
        let seconds = abs(ahead.components.seconds)
        let much = seconds < 7200 ? "\(seconds) s" : "\(seconds / 3600) h"
        return Trouble(
            "clock", "The clock of the CSMS at \(host) is \(much) \(ahead > .zero ? "ahead of" : "behind") this box's.",
            remedy: "Check the time of this box; sessions are told by it.")
    }
}

extension String {
    fileprivate var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }
}
