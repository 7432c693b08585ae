"""What a bare client needs to bring sessions to a back office, one question at a time: the bound for every uplink."""

from bare_station import BareStation

# Two seconds after each other, all in the past.
PAST = "2026-01-{day:02}T{hour:02}:{minute:02}:{second:02}Z"
MESSAGES = 3


def times(number):
    day, hour, minute = 1 + number // 1440 % 28, number // 60 % 24, number % 60
    return [PAST.format(day=day, hour=hour, minute=minute, second=second) for second in (0, 30)]


def tell(port, version, sessions, station="CP1"):
    """Tells so many sessions, each with a start, a value and a stop."""
    if version == "1.6":
        tell_16(port, sessions, station)
    else:
        tell_201(port, sessions, station)


def tell_16(port, sessions, station):
    box = BareStation(port, station)
    box.call("BootNotification", {"chargePointVendor": "Bench", "chargePointModel": "Bare"})
    for number in range(sessions):
        began, ended = times(number)
        start = box.call(
            "StartTransaction",
            {"connectorId": 1, "idTag": "TAG", "meterStart": number * 1000, "timestamp": began})
        sample = {"timestamp": ended, "sampledValue": [{"value": str(number * 1000 + 500)}]}
        box.call("MeterValues", {"connectorId": 1, "transactionId": start["transactionId"], "meterValue": [sample]})
        box.call(
            "StopTransaction",
            {"transactionId": start["transactionId"], "meterStop": number * 1000 + 900, "timestamp": ended})
    box.close()


def tell_201(port, sessions, station):
    box = BareStation(port, station, "ocpp2.0.1")
    box.call("BootNotification", {"reason": "PowerUp", "chargingStation": {"vendorName": "Bench", "model": "Bare"}})
    token = {"idToken": "TAG", "type": "Central"}
    for number in range(sessions):
        began, ended = times(number)
        identity = {"transactionId": f"bare-{number}"}

        def event(seq, kind, moment, reason, register, context, **more):
            value = {"value": register, "context": context, "measurand": "Energy.Active.Import.Register"}
            return {
                "eventType": kind, "timestamp": moment, "triggerReason": reason, "seqNo": seq, "offline": True,
                "transactionInfo": identity, "meterValue": [{"timestamp": moment, "sampledValue": [value]}], **more}

        base = number * 1000
        begin = {"evse": {"id": 1, "connectorId": 1}, "idToken": token}
        box.call("TransactionEvent", event(0, "Started", began, "Authorized", base, "Transaction.Begin", **begin))
        box.call("TransactionEvent", event(1, "Updated", ended, "MeterValuePeriodic", base + 500, "Sample.Periodic"))
        box.call("TransactionEvent", event(2, "Ended", ended, "StopAuthorized", base + 900, "Transaction.End"))
    box.close()
