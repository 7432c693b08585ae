import Charging

/// What a receiver's answer to a document means.
enum WebhookReply: Hashable, Sendable {
    case taken
    /// 400, 409, 413, 422: something in the document is not to its liking.
    case refused(String)
    /// Not now.
    case impatient(DeliveryError)

    init(_ outcome: HTTPPoster.Outcome, at now: Timestamp) {
        self =
            switch outcome {
            case .answered(let answer): Self.reading(answer, at: now)
            case .unreached(let reason): .impatient(DeliveryError(.backOff, .webhookUnreached(reason)))
            case .distrusted(let reason): .impatient(DeliveryError(.backOff, .webhookDistrusted(reason)))
            case .lost(let reason): .impatient(DeliveryError(.backOff, .webhookLost(reason)))
            }
    }

    private static func reading(_ answer: HTTPAnswer, at now: Timestamp) -> Self {
        let status = answer.status
        switch status {
        case 200..<300: return .taken
        case 400, 409, 413, 422: return .refused("it was refused with \(status): \(answer.excerpt)")
        case 408, 425, 429, 500...:
            let wait = RetryAfter.duration(answer.retryAfter, at: now)
            return .impatient(DeliveryError(wait.map { .wait($0) } ?? .backOff, .webhookTrouble(status: status)))
        default:
            return .impatient(
                DeliveryError(
                    .needsPerson(lookAgainAfter: Webhook.glance), .webhookRejected(status: status, answer.excerpt)))
        }
    }
}

extension Trouble {
    static func secretUnreadable(_ problem: String) -> Trouble {
        Trouble(
            "secret", "The secret cannot be read: \(problem)",
            remedy: "Put a secret of at least 16 characters into that file or credential; it is read again by itself.")
    }

    static func webhookUnreached(_ reason: String) -> Trouble {
        Trouble(
            "connection", "The receiver cannot be reached: \(reason)",
            remedy: "Check the network and the receiver if this stays; it is tried again by itself.")
    }

    static func webhookDistrusted(_ reason: String) -> Trouble {
        Trouble(
            "certificate", "The receiver's certificate does not hold: \(reason)",
            remedy: "Check the box's date and time first, then the receiver's certificate.")
    }

    static func webhookLost(_ reason: String) -> Trouble {
        Trouble(
            "connection", "The answer did not arrive: \(reason)",
            remedy: "Nothing; the same batch is sent again by itself.")
    }

    static func webhookTrouble(status: Int) -> Trouble {
        Trouble("server", "The receiver has trouble (\(status)).", remedy: "Nothing; it is tried again by itself.")
    }

    static func webhookRejected(status: Int, _ text: String) -> Trouble {
        Trouble(
            "address", "The receiver answers \(status). It said: \(text)",
            remedy: "Check `url` and the secret of this uplink, and the receiver.")
    }
}
