extension StationSwitches {
    /// What the switches are called in a profile.
    package enum CodingKeys: String, CaseIterable, CodingKey {
        case missingSubprotocol = "missing_subprotocol"
        case pinSubprotocol = "pin_subprotocol"
        case needsCAFile = "needs_ca_file"
        case returnAfterSeconds = "return_after_seconds"
        case missingBootAfterReconnect = "missing_boot_after_reconnect"
        case bootAnswerDelayMilliseconds = "boot_answer_delay_milliseconds"
        case answerTimeoutSeconds = "answer_timeout_seconds"
        case nameConnectorOnRemoteStart = "name_connector_on_remote_start"
        case unplugBeforeNextSession = "unplug_before_next_session"
        case finishingWhenPlugged = "finishing_when_plugged"
        case limitZeroEndsTransaction = "limit_zero_ends_transaction"
        case chargingProfileConnectorZero = "charging_profile_connector_zero"
        case chargePointMaxProfile = "charge_point_max_profile"
        case chargingRateUnit = "charging_rate_unit"
        case maxStackLevel = "max_stack_level"
        case chargingProfileKind = "charging_profile_kind"
        case profileInRemoteStart = "profile_in_remote_start"
        case currentSteps = "current_steps"
        case allowedMeasurands = "allowed_measurands"
        case refusedMeasurands = "refused_measurands"
        case shortestSampleIntervalSeconds = "shortest_sample_interval_seconds"
        case keepStopMeasurands = "keep_stop_measurands"
        case configurationKeyNames = "configuration_key_names"
        case registerRestartsAtSession = "register_restarts_at_session"
        case triggeredRegisterUnreliable = "triggered_register_unreliable"
        case energyUnitSuspect = "energy_unit_suspect"
        case powerUnreliable = "power_unreliable"
        case powerPhaseIsTotal = "power_phase_is_total"
        case localTimeWithZ = "local_time_with_z"
    }
}

extension StationSwitches {
    /// These switches where they are set, and the others' where they are not.
    func over(_ others: StationSwitches) -> StationSwitches {
        var result = others
        result.take(missingSubprotocol, \.missingSubprotocol)
        result.take(pinSubprotocol, \.pinSubprotocol)
        result.take(needsCAFile, \.needsCAFile)
        result.take(returnAfterSeconds, \.returnAfterSeconds)
        result.take(missingBootAfterReconnect, \.missingBootAfterReconnect)
        result.take(bootAnswerDelayMilliseconds, \.bootAnswerDelayMilliseconds)
        result.take(answerTimeoutSeconds, \.answerTimeoutSeconds)
        result.take(nameConnectorOnRemoteStart, \.nameConnectorOnRemoteStart)
        result.take(unplugBeforeNextSession, \.unplugBeforeNextSession)
        result.take(finishingWhenPlugged, \.finishingWhenPlugged)
        result.take(limitZeroEndsTransaction, \.limitZeroEndsTransaction)
        result.take(chargingProfileConnectorZero, \.chargingProfileConnectorZero)
        result.take(chargePointMaxProfile, \.chargePointMaxProfile)
        result.take(chargingRateUnit, \.chargingRateUnit)
        result.take(maxStackLevel, \.maxStackLevel)
        result.take(chargingProfileKind, \.chargingProfileKind)
        result.take(profileInRemoteStart, \.profileInRemoteStart)
        result.take(currentSteps, \.currentSteps)
        result.take(allowedMeasurands, \.allowedMeasurands)
        result.take(refusedMeasurands, \.refusedMeasurands)
        result.take(shortestSampleIntervalSeconds, \.shortestSampleIntervalSeconds)
        result.take(keepStopMeasurands, \.keepStopMeasurands)
        result.take(configurationKeyNames, \.configurationKeyNames)
        result.take(registerRestartsAtSession, \.registerRestartsAtSession)
        result.take(triggeredRegisterUnreliable, \.triggeredRegisterUnreliable)
        result.take(energyUnitSuspect, \.energyUnitSuspect)
        result.take(powerUnreliable, \.powerUnreliable)
        result.take(powerPhaseIsTotal, \.powerPhaseIsTotal)
        result.take(localTimeWithZ, \.localTimeWithZ)
        return result
    }

    private mutating func take<Value>(_ value: Value?, _ path: WritableKeyPath<StationSwitches, Value?>) {
        if let value { self[keyPath: path] = value }
    }
}
