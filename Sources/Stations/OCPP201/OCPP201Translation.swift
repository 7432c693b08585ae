import Charging
import OCPP
import OCPP201

// From the words of OCPP 2.0.1 into the site's.

extension Boot {
    init(_ message: BootNotification, _ dialect: Dialect) {
        let station = message.chargingStation
        func told(_ text: String?) -> String? { text.flatMap { $0.isEmpty || $0 == "N/A" ? nil : $0.bounded } }
        self.init(
            vendor: station.vendorName.bounded, model: station.model.bounded,
            serialNumber: told(station.serialNumber), firmwareVersion: told(station.firmwareVersion),
            dialect: dialect.rawValue)
    }
}

extension Charging.ConnectorStatus {
    init(_ message: StatusNotification) {
        let word = message.connectorStatus.rawValue
        let state = ConnectorState(word: word)
        self.init(
            evse: message.evseId, connector: message.connectorId, state: state ?? .unavailable,
            // A word outside the standard says nothing about the connector; it is kept where a person sees it.
            info: state == nil ? "status \(word)".bounded : nil,
            timestamp: ISO8601(message.timestamp)?.timestamp)
    }
}

extension Charging.ConnectorStatus {
    /// `nil` for an event of anything else.
    init?(_ event: EventData) {
        guard event.component.name.text.lowercased() == "connector",
            event.variable.name.text.lowercased() == "availabilitystate",
            let place = event.component.evse, StationBounds.evses.contains(place.id),
            let state = ConnectorState(word: event.actualValue)
        else { return nil }
        let connector = place.connectorId.flatMap { StationBounds.evses.contains($0) ? $0 : nil }
        self.init(
            evse: place.id, connector: connector, state: state, timestamp: ISO8601(event.timestamp)?.timestamp)
    }
}

extension SecurityEvent {
    init(_ message: SecurityEventNotification) {
        self.init(
            type: message.type.bounded, timestamp: ISO8601(message.timestamp)?.timestamp,
            detail: message.techInfo?.bounded)
    }
}

extension DeviceReport {
    init(_ message: NotifyReport) {
        self.init(
            variables: (message.reportData ?? []).flatMap { data in
                data.variableAttribute.map { attribute in
                    DeviceVariable(
                        name: VariableName(data.component, data.variable),
                        attribute: attribute.type?.rawValue.bounded ?? "Actual", value: attribute.value,
                        mutability: attribute.mutability?.rawValue.bounded ?? "ReadWrite",
                        unit: data.variableCharacteristics?.unit?.bounded,
                        dataType: data.variableCharacteristics?.dataType.rawValue.bounded)
                }
            })
    }
}

extension VariableName {
    init(_ component: Component, _ variable: Variable) {
        self.init(
            component: component.name.text.bounded, componentInstance: component.instance?.text.bounded,
            evse: component.evse?.id, connector: component.evse?.connectorId, variable: variable.name.text.bounded,
            variableInstance: variable.instance?.text.bounded)
    }
}

extension StationEvent {
    init(_ message: TransactionEvent, _ verdict: AuthorizationVerdict?, receivedAt now: Timestamp) {
        let moment = Moment(message.timestamp)
        let telling = Telling(message, verdict, at: moment.timestamp)
        let values = [Charging.MeterValue](message.meterValue ?? [], receivedAt: now)
        let evse = StationBounds.evse(message.evse?.id ?? 0)
        switch message.eventType {
        case .started:
            self = .started(
                TransactionStart(
                    evse: evse, tag: telling.tag, register: values.registerAtBegin, timestamp: moment.timestamp,
                    zoneAssumed: moment.zoneAssumed,
                    reservation: message.reservationId.flatMap { $0 == 0 ? nil : Int64($0) },
                    authorization: verdict?.status ?? .accepted, telling: telling,
                    values: values.isEmpty ? nil : values))
        case .ended:
            let reason = message.transactionInfo.stoppedReason?.rawValue.bounded
            self = .ended(
                TransactionEnd(
                    transaction: 0, tag: telling.tag, register: values.registerAtEnd, timestamp: moment.timestamp,
                    zoneAssumed: moment.zoneAssumed, reason: reason.flatMap { $0.isEmpty ? nil : $0 } ?? "Local",
                    values: values, telling: telling))
        default: self = .metered(MeterReport(evse: evse, values: values, telling: telling))
        }
    }
}

extension Telling {
    init(_ message: TransactionEvent, _ verdict: AuthorizationVerdict?, at moment: Timestamp) {
        let info = message.transactionInfo
        self.init(
            name: info.transactionId.bounded, seqNo: Int64(message.seqNo),
            trigger: message.triggerReason.rawValue.bounded, offline: message.offline ?? false,
            chargingState: info.chargingState?.rawValue.bounded, remoteStart: info.remoteStartId.map { Int64($0) },
            tag: message.idToken?.tag, authorization: verdict?.status, timestamp: moment)
    }
}

extension MeterReport {
    init(_ message: MeterValues, receivedAt now: Timestamp) {
        self.init(
            evse: StationBounds.evse(message.evseId),
            values: [Charging.MeterValue](message.meterValue, receivedAt: now))
    }
}

extension [Charging.MeterValue] {
    /// A moment without samples is left out.
    fileprivate init(_ values: [OCPP201.MeterValue], receivedAt now: Timestamp) {
        self = values.compactMap { value in
            guard !value.sampledValue.isEmpty else { return nil }
            return Charging.MeterValue(
                timestamp: ISO8601(value.timestamp)?.timestamp ?? now,
                sampledValues: value.sampledValue.map { Charging.SampledValue($0) })
        }
    }

    /// What the station says the register was at the beginning; any register where it does not say which.
    fileprivate var registerAtBegin: ExactDecimal? {
        lazy.compactMap { $0.importRegister(atBegin: true) }.first ?? lazy.compactMap { $0.importRegister() }.first
    }

    /// What the station says the register was at the end; the last register where it does not say which.
    fileprivate var registerAtEnd: ExactDecimal? {
        let atEnd = lazy.flatMap(\.sampledValues).filter { $0.context == "Transaction.End" }.compactMap(
            \.importRegister)
        return atEnd.first ?? reversed().lazy.compactMap { $0.importRegister() }.first
    }
}

extension Charging.SampledValue {
    fileprivate init(_ sample: OCPP201.SampledValue) {
        self.init(
            value: sample.value.text, context: sample.context?.rawValue, measurand: sample.measurand?.rawValue,
            phase: sample.phase?.rawValue, location: sample.location?.rawValue, unit: sample.unitOfMeasure?.unit,
            multiplier: sample.unitOfMeasure?.multiplier,
            signed: sample.signedMeterValue.map {
                SignedValue(
                    data: $0.signedMeterData, method: $0.signingMethod, encoding: $0.encodingMethod,
                    publicKey: $0.publicKey)
            })
    }
}
