import OCPP201

let chargingFixtures: [Fixture] = [
    // Transactions
    Fixture(
        GetTransactionStatus.self,
        request:
            #"{"transactionId":"tx-7"}"#,
        response:
            #"{"messagesInQueue":false,"ongoingIndicator":true}"#),
    Fixture(
        TransactionEvent.self,
        request:
            #"{"eventType":"Ended","timestamp":"2026-11-26T21:00:00Z","triggerReason":"StopAuthorized","seqNo":3,"transactionInfo":{"transactionId":"tx-7","chargingState":"SuspendedEVSE","timeSpentCharging":3,"stoppedReason":"Reboot","remoteStartId":2},"meterValue":[{"sampledValue":[{"value":1234.50,"context":"Trigger","measurand":"Energy.Active.Net","phase":"L2-N","location":"Inlet","signedMeterValue":{"signedMeterData":"T0NNRg==","encodingMethod":"OCMF","signingMethod":"","publicKey":""},"unitOfMeasure":{"unit":"kWh","multiplier":2}},{"value":1234.50,"context":"Interruption.Begin","measurand":"Energy.Reactive.Export.Interval","phase":"L3-N","location":"Outlet","signedMeterValue":{"signedMeterData":"T0NNRg==","encodingMethod":"OCMF","signingMethod":"","publicKey":""},"unitOfMeasure":{"unit":"kWh","multiplier":3}}],"timestamp":"2026-11-26T21:00:00Z"},{"sampledValue":[{"value":1234.50,"context":"Interruption.Begin","measurand":"Energy.Reactive.Export.Interval","phase":"L3-N","location":"Outlet","signedMeterValue":{"signedMeterData":"T0NNRg==","encodingMethod":"OCMF","signingMethod":"","publicKey":""},"unitOfMeasure":{"unit":"kWh","multiplier":3}},{"value":1234.50,"context":"Interruption.End","measurand":"Energy.Reactive.Import.Interval","phase":"L1-L2","location":"Body","signedMeterValue":{"signedMeterData":"T0NNRg==","encodingMethod":"OCMF","signingMethod":"","publicKey":""},"unitOfMeasure":{"unit":"kWh","multiplier":1}}],"timestamp":"2026-11-26T21:00:00Z"}],"offline":false,"numberOfPhasesUsed":1,"cableMaxCurrent":1,"reservationId":2,"evse":{"id":3,"connectorId":3},"idToken":{"idToken":"04B0267AE05C80","type":"KeyCode","additionalInfo":[{"additionalIdToken":"text","type":"x"},{"additionalIdToken":"text","type":"x"}]}}"#,
        response:
            #"{"totalCost":4.05,"chargingPriority":2,"idTokenInfo":{"status":"NotAllowedTypeEVSE","cacheExpiryDateTime":"2026-11-26T21:00:00Z","chargingPriority":2,"language1":"de","evseId":[1,2],"groupIdToken":{"idToken":"04B0267AE05C80","type":"KeyCode","additionalInfo":[{"additionalIdToken":"text","type":"x"},{"additionalIdToken":"text","type":"x"}]},"language2":"en","personalMessage":{"format":"URI","content":"Hello","language":"de"}},"updatedPersonalMessage":{"format":"URI","content":"Hello","language":"de"}}"#
    ),
    // RemoteControl
    Fixture(
        RequestStartTransaction.self,
        request:
            #"{"idToken":{"idToken":"04B0267AE05C80","type":"KeyCode","additionalInfo":[{"additionalIdToken":"text","type":"x"},{"additionalIdToken":"text","type":"x"}]},"remoteStartId":2,"evseId":1,"groupIdToken":{"idToken":"04B0267AE05C80","type":"KeyCode","additionalInfo":[{"additionalIdToken":"text","type":"x"},{"additionalIdToken":"text","type":"x"}]},"chargingProfile":{"id":3,"stackLevel":2,"chargingProfilePurpose":"TxDefaultProfile","chargingProfileKind":"Recurring","chargingSchedule":[{"id":3,"chargingRateUnit":"W","chargingSchedulePeriod":[{"startPeriod":3,"limit":9.7,"numberPhases":1,"phaseToUse":2},{"startPeriod":1,"limit":9.7,"numberPhases":2,"phaseToUse":3}],"startSchedule":"2026-11-26T21:00:00Z","duration":3,"minChargingRate":6.0,"salesTariff":{"id":3,"salesTariffEntry":[{"relativeTimeInterval":{"start":3,"duration":3},"ePriceLevel":3,"consumptionCost":[{"startValue":0.0,"cost":[{"costKind":"RenewableGenerationPercentage","amount":1,"amountMultiplier":2},{"costKind":"CarbonDioxideEmission","amount":2,"amountMultiplier":3}]},{"startValue":0.0,"cost":[{"costKind":"CarbonDioxideEmission","amount":2,"amountMultiplier":3},{"costKind":"RelativePricePercentage","amount":3,"amountMultiplier":1}]}]},{"relativeTimeInterval":{"start":1,"duration":1},"ePriceLevel":1,"consumptionCost":[{"startValue":0.0,"cost":[{"costKind":"CarbonDioxideEmission","amount":2,"amountMultiplier":3},{"costKind":"RelativePricePercentage","amount":3,"amountMultiplier":1}]},{"startValue":0.0,"cost":[{"costKind":"RelativePricePercentage","amount":3,"amountMultiplier":1},{"costKind":"RenewableGenerationPercentage","amount":1,"amountMultiplier":2}]}]}],"salesTariffDescription":"text","numEPriceLevels":1}},{"id":1,"chargingRateUnit":"A","chargingSchedulePeriod":[{"startPeriod":1,"limit":9.7,"numberPhases":2,"phaseToUse":3},{"startPeriod":2,"limit":9.7,"numberPhases":3,"phaseToUse":1}],"startSchedule":"2026-11-26T21:00:00Z","duration":1,"minChargingRate":6.0,"salesTariff":{"id":1,"salesTariffEntry":[{"relativeTimeInterval":{"start":1,"duration":1},"ePriceLevel":1,"consumptionCost":[{"startValue":0.0,"cost":[{"costKind":"CarbonDioxideEmission","amount":2,"amountMultiplier":3},{"costKind":"RelativePricePercentage","amount":3,"amountMultiplier":1}]},{"startValue":0.0,"cost":[{"costKind":"RelativePricePercentage","amount":3,"amountMultiplier":1},{"costKind":"RenewableGenerationPercentage","amount":1,"amountMultiplier":2}]}]},{"relativeTimeInterval":{"start":2,"duration":2},"ePriceLevel":2,"consumptionCost":[{"startValue":0.0,"cost":[{"costKind":"RelativePricePercentage","amount":3,"amountMultiplier":1},{"costKind":"RenewableGenerationPercentage","amount":1,"amountMultiplier":2}]},{"startValue":0.0,"cost":[{"costKind":"RenewableGenerationPercentage","amount":1,"amountMultiplier":2},{"costKind":"CarbonDioxideEmission","amount":2,"amountMultiplier":3}]}]}],"salesTariffDescription":"text","numEPriceLevels":2}}],"recurrencyKind":"Daily","validFrom":"2026-11-26T21:00:00Z","validTo":"2026-11-26T21:00:00Z","transactionId":"tx-7"}}"#,
        response:
            #"{"status":"Accepted","statusInfo":{"reasonCode":"TooLate","additionalInfo":"later"},"transactionId":"tx-7"}"#
    ),
    Fixture(
        RequestStopTransaction.self,
        request:
            #"{"transactionId":"tx-7"}"#,
        response:
            #"{"status":"Accepted","statusInfo":{"reasonCode":"TooLate","additionalInfo":"later"}}"#),
    Fixture(
        TriggerMessage.self,
        request:
            #"{"requestedMessage":"SignChargingStationCertificate","evse":{"id":3,"connectorId":3}}"#,
        response:
            #"{"status":"Accepted","statusInfo":{"reasonCode":"TooLate","additionalInfo":"later"}}"#),
    Fixture(
        UnlockConnector.self,
        request:
            #"{"evseId":1,"connectorId":3}"#,
        response:
            #"{"status":"OngoingAuthorizedTransaction","statusInfo":{"reasonCode":"TooLate","additionalInfo":"later"}}"#
    ),
    // Availability
    Fixture(
        ChangeAvailability.self,
        request:
            #"{"operationalStatus":"Operative","evse":{"id":3,"connectorId":3}}"#,
        response:
            #"{"status":"Accepted","statusInfo":{"reasonCode":"TooLate","additionalInfo":"later"}}"#),
    Fixture(
        Heartbeat.self,
        request:
            #"{}"#,
        response:
            #"{"currentTime":"2026-11-26T21:00:00Z"}"#),
    Fixture(
        StatusNotification.self,
        request:
            #"{"timestamp":"2026-11-26T21:00:00Z","connectorStatus":"Available","evseId":1,"connectorId":3}"#,
        response:
            #"{}"#),
    // Reservation
    Fixture(
        CancelReservation.self,
        request:
            #"{"reservationId":2}"#,
        response:
            #"{"status":"Accepted","statusInfo":{"reasonCode":"TooLate","additionalInfo":"later"}}"#),
    Fixture(
        ReservationStatusUpdate.self,
        request:
            #"{"reservationId":2,"reservationUpdateStatus":"Removed"}"#,
        response:
            #"{}"#),
    Fixture(
        ReserveNow.self,
        request:
            #"{"id":3,"expiryDateTime":"2026-11-26T21:00:00Z","idToken":{"idToken":"04B0267AE05C80","type":"KeyCode","additionalInfo":[{"additionalIdToken":"text","type":"x"},{"additionalIdToken":"text","type":"x"}]},"connectorType":"sType3","evseId":1,"groupIdToken":{"idToken":"04B0267AE05C80","type":"KeyCode","additionalInfo":[{"additionalIdToken":"text","type":"x"},{"additionalIdToken":"text","type":"x"}]}}"#,
        response:
            #"{"status":"Faulted","statusInfo":{"reasonCode":"TooLate","additionalInfo":"later"}}"#),
    // TariffAndCost
    Fixture(
        CostUpdated.self,
        request:
            #"{"totalCost":4.05,"transactionId":"tx-7"}"#,
        response:
            #"{}"#),
    // MeterValues
    Fixture(
        MeterValues.self,
        request:
            #"{"evseId":1,"meterValue":[{"sampledValue":[{"value":1234.50,"context":"Trigger","measurand":"Energy.Active.Net","phase":"L2-N","location":"Inlet","signedMeterValue":{"signedMeterData":"T0NNRg==","encodingMethod":"OCMF","signingMethod":"","publicKey":""},"unitOfMeasure":{"unit":"kWh","multiplier":2}},{"value":1234.50,"context":"Interruption.Begin","measurand":"Energy.Reactive.Export.Interval","phase":"L3-N","location":"Outlet","signedMeterValue":{"signedMeterData":"T0NNRg==","encodingMethod":"OCMF","signingMethod":"","publicKey":""},"unitOfMeasure":{"unit":"kWh","multiplier":3}}],"timestamp":"2026-11-26T21:00:00Z"},{"sampledValue":[{"value":1234.50,"context":"Interruption.Begin","measurand":"Energy.Reactive.Export.Interval","phase":"L3-N","location":"Outlet","signedMeterValue":{"signedMeterData":"T0NNRg==","encodingMethod":"OCMF","signingMethod":"","publicKey":""},"unitOfMeasure":{"unit":"kWh","multiplier":3}},{"value":1234.50,"context":"Interruption.End","measurand":"Energy.Reactive.Import.Interval","phase":"L1-L2","location":"Body","signedMeterValue":{"signedMeterData":"T0NNRg==","encodingMethod":"OCMF","signingMethod":"","publicKey":""},"unitOfMeasure":{"unit":"kWh","multiplier":1}}],"timestamp":"2026-11-26T21:00:00Z"}]}"#,
        response:
            #"{}"#),
    // DataTransfer
    Fixture(
        DataTransfer.self,
        request:
            #"{"vendorId":"com.example","messageId":"ping","data":"x"}"#,
        response:
            #"{"status":"UnknownMessageId","statusInfo":{"reasonCode":"TooLate","additionalInfo":"later"},"data":"x"}"#),
]
