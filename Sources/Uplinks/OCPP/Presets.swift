// The clouds that are known. `docs/uplinks.md` names the sources of each line.

extension Preset {
    /// Whoever keeps to the standard.
    package static let generic = Preset(name: "generic")

    /// ChargeReport's OCPP gateway.
    package static let chargeReport: Preset = {
        var preset = Preset(name: "chargereport")
        // Its documentation lists these five, and no others.
        preset.takes = ["BootNotification", "Heartbeat", "StartTransaction", "StopTransaction", "MeterValues"]
        // What is recorded there is the stop with its energy, so a start that arrived twice makes no second session.
        preset.ambiguousStart = .resend
        // wss://ocpp.chargereport.app/cp/ and the token of the wallbox: whoever has the URL may report.
        preset.hidesPath = true
        return preset
    }()

    /// Joulo, which registers what a MID meter counted.
    package static let joulo: Preset = {
        var preset = Preset(name: "joulo")
        // Its documentation lists these; other messages are not said to be understood.
        preset.takes = [
            "BootNotification", "Heartbeat", "StatusNotification", "Authorize", "StartTransaction", "StopTransaction",
            "MeterValues", "DataTransfer",
        ]
        // It shows the newest register as `latest_meter_wh`, with its time, and that is to be right between sessions.
        preset.idleValues = .seconds(900)
        return preset
    }()

    /// CitrineOS.
    package static let citrineOS: Preset = {
        var preset = Preset(name: "citrineos")
        // In 1.6 it makes a new transaction of every start, also of one it has had already.
        preset.ambiguousStart = .park
        // Its answer to a start it cannot place is positive and has this id; what follows of the transaction is lost.
        preset.refusesByZero = true
        // One call for both directions: it refuses ours with RpcFrameworkError while it waits for an answer to its own.
        preset.takesTurns = true
        // A connection that was lost counts as there until its ping finds out, twice a minute apart at worst; who comes
        // back meanwhile gets 401. Half a minute on top, for its own delays.
        preset.toleratesUnauthorized = .seconds(150)
        return preset
    }()

    /// SteVe.
    package static let steVe: Preset = {
        var preset = Preset(name: "steve")
        // The same connector, tag, time and register make the same transaction, and the answer its first id.
        preset.ambiguousStart = .resend
        return preset
    }()

    package static let all = [generic, chargeReport, joulo, citrineOS, steVe]

    package static func named(_ name: String) -> Preset? { all.first { $0.name == name } }

    /// What of it holds where transactions are named by the station, as OCPP 2.0.1 and 2.1 have it: a start that comes
    /// twice is known again by its name.
    package var whereStationsNameTransactions: Preset {
        var preset = self
        preset.ambiguousStart = .resend
        preset.refusesByZero = false
        return preset
    }
}
