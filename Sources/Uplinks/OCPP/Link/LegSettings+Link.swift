import Charging
import Logging
import Trust

// What a CSMS may read and change of the connection to it.
extension LegSettings {
    /// - Parameter organisation: whose station it says it is.
    init(_ configuration: LinkConfiguration, organisation: String, link: any LinkActions, logger: Logger) {
        self.init()
        let settings = configuration.settings
        self[.heartbeatInterval] = LegSetting(read: { Self.seconds(settings.heartbeat) }) { value in
            await Self.change(Int(value)) { seconds throws(TrustError) in try settings.set(heartbeatSeconds: seconds) }
        }
        self[.webSocketPingInterval] = LegSetting(
            read: { Self.seconds(settings.ping ?? configuration.pingInterval) }
        ) { value in
            let before = settings.ping ?? configuration.pingInterval
            let change = await Self.change(Int(value)) { seconds throws(TrustError) in
                try settings.set(pingSeconds: seconds)
            }
            // Both sides go by what they agreed on when they connected.
            if change == .accepted, settings.ping != before { await link.reconnect() }
            return change
        }
        self[.password] = LegSetting(
            read: { nil }, write: configuration.password.map { Self.writing($0, link, logger) })
        self[.securityProfile] = .fixed(String(configuration.securityProfile))
        self[.organisation] = .fixed(organisation)
        self[.messageTimeout] = .fixed(Self.seconds(configuration.callTimeout))
        guard configuration.roots != nil else { return }
        // Roots that are installed count beside those there were, so that no fallback to one of them is needed.
        self[.additionalRootCheck] = .fixed("false")
        self[.certificateStoreLength] = .fixed(String(RootBundle.most))
        self[.certificateChainSize] = .fixed(String(Doorkeeper.mostCertificateBytes))
    }

    private static func writing(
        _ password: LinkPassword, _ link: any LinkActions, _ logger: Logger
    ) -> @Sendable (String) async -> LegChange {
        { value in
            do throws(TrustError) {
                if let objection = try password.take(value) { return .rejected(objection) }
            } catch {
                return .rejected("It cannot be kept on this box.")
            }
            logger.notice("The CSMS has set another password of the station.")
            await link.reconnect()
            return .accepted
        }
    }

    private static func change(
        _ seconds: Int?, _ body: (Int) throws(TrustError) -> Void
    ) async -> LegChange {
        guard let seconds else { return .rejected("It is no number.") }
        do throws(TrustError) {
            try body(seconds)
            return .accepted
        } catch {
            return .rejected("It cannot be kept on this box.")
        }
    }

    private static func seconds(_ duration: Duration) -> String { String(duration.components.seconds) }
}

extension LinkConfiguration {
    /// As OCPP counts them.
    fileprivate var securityProfile: Int {
        let hasPassword = credentials != .none
        return switch (address.isSecure, tls.certificate != nil) {
        case (true, true): 3
        case (true, false): hasPassword ? 2 : 0
        case (false, _): hasPassword ? 1 : 0
        }
    }
}
