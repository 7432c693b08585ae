import Charging
import Logging
import OCPP
import OCPP16
import Synchronization
import WebSocket

/// What a call of the station is answered with.
enum Reply {
    /// `boots` says that from now on the station counts as booted.
    case text(String, boots: Bool)
    /// Nothing, and the connection is closed.
    case silence(CloseCode, reason: String)
}

extension OCPP16Driver {
    func reply(to action: String, _ payload: Payload, _ id: MessageID) async -> Reply {
        let isWelcome = door.isWelcome(station)
        do {
            guard let type = OCPP16.calls[action] else {
                throw OCPP16.unsupportedActions.contains(action)
                    ? CallError(.notSupported, "\(action) is not supported here.")
                    : CallError(.notImplemented, "\(action) is not known here.")
            }
            guard isWelcome || action == BootNotification.action else {
                throw CallError(.securityError, "This station waits to be claimed.")
            }
            return try await reply(to: payload.decode(type), id, isWelcome)
        } catch let error as PayloadError {
            logger.error("Message cannot be read.", metadata: ["action": "\(action)", "reason": "\(error)"])
            return .text(FrameWriter.error(error.callError, to: id), boots: isWelcome)
        } catch let error as CallError {
            logger.info("Message refused.", metadata: ["action": "\(action.prefix(50))", "reason": "\(error)"])
            return .text(FrameWriter.error(error, to: id), boots: false)
        } catch {
            return .silence(.tryAgainLater, reason: "The record cannot be written now.")
        }
    }

    private func reply(to call: any Call, _ id: MessageID, _ isWelcome: Bool) async throws -> Reply {
        let text =
            switch call {
            case let call as MeterValues: try FrameWriter.result(await meterValues(call), to: id)
            case let call as StatusNotification: try FrameWriter.result(await statusNotification(call), to: id)
            case is Heartbeat: try FrameWriter.result(Heartbeat.Response(currentTime: currentTime), to: id)
            case let call as Authorize: try FrameWriter.result(await authorize(call), to: id)
            case let call as StartTransaction: try FrameWriter.result(await startTransaction(call), to: id)
            case let call as StopTransaction: try FrameWriter.result(await stopTransaction(call), to: id)
            case let call as BootNotification: try FrameWriter.result(await boot(call, isWelcome), to: id)
            case let call as OCPP16.DataTransfer: try FrameWriter.result(await dataTransfer(call), to: id)
            default: throw CallError(.notSupported, "\(type(of: call).action) is for stations.")
            }
        return .text(text, boots: isWelcome)
    }

    private func boot(_ call: BootNotification, _ isWelcome: Bool) async -> BootNotification.Response {
        let boot = Boot(call)
        state.withLock { $0.isIntroduced = true }
        await door.introduce(station, boot)
        guard isWelcome else {
            return BootNotification.Response(
                status: .pending, currentTime: currentTime, interval: Int(settings.pendingInterval.components.seconds))
        }
        // A station has to work even while the record cannot be written, so this is no condition.
        do throws(RecordingError) {
            _ = try await environment.recorder.record(.station(station, .booted(boot)))
        } catch {
            logger.warning("Boot not recorded.", metadata: ["reason": "\(error)"])
        }
        return BootNotification.Response(
            status: .accepted, currentTime: currentTime, interval: Int(settings.heartbeatInterval.components.seconds))
    }

    private func authorize(_ call: Authorize) async -> Authorize.Response {
        Authorize.Response(idTagInfo: await idTagInfo(call.idTag))
    }

    private func statusNotification(_ call: StatusNotification) async throws -> StatusNotification.Response {
        guard StationBounds.evses.contains(call.connectorId) else {
            throw CallError(
                .propertyConstraintViolation,
                "connectorId must be \(StationBounds.evses.lowerBound) to \(StationBounds.evses.upperBound).")
        }
        if call.connectorId > 0 {
            // Bounded, for an id can be any number.
            state.withLock { if $0.connectors.count < 64 { $0.connectors.insert(call.connectorId) } }
        }
        try await recordOrRefuse(.status(ConnectorStatus(call)))
        return Empty()
    }

    private func dataTransfer(_ call: OCPP16.DataTransfer) async throws -> OCPP16.DataTransfer.Response {
        let transfer = Charging.DataTransfer(vendor: call.vendorId, message: call.messageId, data: call.data?.text)
        try await recordOrRefuse(.transferred(transfer))
        return OCPP16.DataTransfer.Response(status: "UnknownVendorId")
    }

    private func meterValues(_ call: MeterValues) async throws -> MeterValues.Response {
        let report = MeterReport(call, receivedAt: environment.wallClock.now.at)
        if !report.values.isEmpty { _ = try await recordPatiently(.metered(report)) }
        return Empty()
    }

    private func startTransaction(_ call: StartTransaction) async throws -> StartTransaction.Response {
        let authorization = await environment.authorizer.authorize(call.idTag, at: station)
        guard let start = TransactionStart(call, authorization) else { throw noNumber("meterStart") }
        guard case .transaction(let id) = try await recordPatiently(.started(start)) else {
            throw CallError(.internalError, "The transaction has no id.")
        }
        return StartTransaction.Response(
            transactionId: id.number, idTagInfo: IdTagInfo(status: AuthorizationStatus(authorization)))
    }

    private func stopTransaction(_ call: StopTransaction) async throws -> StopTransaction.Response {
        guard let end = TransactionEnd(call, receivedAt: environment.wallClock.now.at) else {
            throw noNumber("meterStop")
        }
        _ = try await recordPatiently(.ended(end))
        guard let tag = end.tag else { return StopTransaction.Response() }
        return StopTransaction.Response(idTagInfo: await idTagInfo(tag))
    }

    private func noNumber(_ field: String) -> CallError {
        logger.error("Transaction message cannot be kept.", metadata: ["reason": "\(field) is no number"])
        return CallError(.typeConstraintViolation, "\(field) is no number.")
    }

    private func idTagInfo(_ tag: String) async -> IdTagInfo {
        IdTagInfo(status: AuthorizationStatus(await environment.authorizer.authorize(tag, at: station)))
    }

    /// In whole milliseconds: finer fractions confuse some stations.
    private var currentTime: String {
        let now = environment.wallClock.now.at
        return Timestamp(microseconds: now.microseconds - now.microseconds % 1000).description
    }
}

extension AuthorizationStatus {
    fileprivate init(_ authorization: Authorization) {
        self =
            switch authorization {
            case .accepted: .accepted
            case .blocked: .blocked
            case .expired: .expired
            case .invalid: .invalid
            case .concurrentTransaction: .concurrentTx
            }
    }
}
