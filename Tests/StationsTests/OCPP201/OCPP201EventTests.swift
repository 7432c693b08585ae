import Charging
import OCPP
import Simulator
import Stations
import Testing

@Suite(.timeLimit(.minutes(1))) struct OCPP201EventTests {
    struct Exchange: Sendable, CustomTestStringConvertible {
        var action: String
        var payload: String
        /// The frame without its type and id.
        var hears = "{}"
        var isRefused = false
        var testDescription: String { "\(action) \(payload)" }
    }

    private static let component = #""component":{"name":"C"},"variable":{"name":"V"}"#
    private static let schedule =
        #"{"id":1,"chargingRateUnit":"A","chargingSchedulePeriod":[{"startPeriod":0,"limit":16.0}]}"#
    private static let hashes =
        #"{"hashAlgorithm":"SHA256","issuerNameHash":"a","issuerKeyHash":"b","serialNumber":"c","responderURL":"http://d"}"#

    @Test(arguments: [
        Exchange(action: "Heartbeat", payload: "{}", hears: #"{"currentTime":"2026-11-21T02:41:11Z"}"#),
        Exchange(
            action: "Authorize", payload: #"{"idToken":{"idToken":"T","type":"Central"}}"#,
            hears: #"{"idTokenInfo":{"status":"Accepted"}}"#),
        Exchange(
            action: "Authorize", payload: #"{"idToken":{"idToken":"BLOCKED","type":"ISO14443"}}"#,
            hears: #"{"idTokenInfo":{"status":"Blocked"}}"#),
        Exchange(
            action: "Authorize", payload: #"{"idToken":{"idToken":"MEMBER","type":"Central"}}"#,
            hears:
                #"{"idTokenInfo":{"status":"Accepted","cacheExpiryDateTime":"2026-11-22T00:00:00Z","groupIdToken":{"idToken":"04AABBCC","type":"ISO14443"}}}"#
        ),
        // Nothing here can check a contract certificate.
        Exchange(
            action: "Authorize", payload: #"{"idToken":{"idToken":"T","type":"eMAID"},"certificate":"PEM"}"#,
            hears: #"{"idTokenInfo":{"status":"Invalid"},"certificateStatus":"NoCertificateAvailable"}"#),
        Exchange(
            action: "Authorize",
            payload: #"{"idToken":{"idToken":"T","type":"eMAID"},"iso15118CertificateHashData":[\#(hashes)]}"#,
            hears: #"{"idTokenInfo":{"status":"Invalid"},"certificateStatus":"NoCertificateAvailable"}"#),
        Exchange(
            action: "StatusNotification",
            payload: #"{"timestamp":"2026-11-21T02:20:33Z","connectorStatus":"Occupied","evseId":1,"connectorId":1}"#),
        Exchange(
            action: "DataTransfer", payload: #"{"vendorId":"V","data":{"a":1}}"#,
            hears: #"{"status":"UnknownVendorId"}"#),
        Exchange(action: "NotifyReport", payload: #"{"requestId":1,"generatedAt":"x","seqNo":0}"#),
        Exchange(
            action: "NotifyEVChargingNeeds",
            payload: #"{"evseId":1,"chargingNeeds":{"requestedEnergyTransfer":"AC_three_phase"}}"#,
            hears: #"{"status":"Rejected","statusInfo":{"reasonCode":"UnsupportedRequest"}}"#),
        Exchange(
            action: "NotifyEVChargingSchedule",
            payload: #"{"evseId":1,"timeBase":"2026-11-21T02:20:33Z","chargingSchedule":\#(schedule)}"#,
            hears: #"{"status":"Accepted"}"#),
        Exchange(
            action: "Get15118EVCertificate",
            payload: #"{"iso15118SchemaVersion":"urn:x","action":"Install","exiRequest":"x"}"#,
            hears: #"{"status":"Failed","exiResponse":"","statusInfo":{"reasonCode":"UnsupportedRequest"}}"#),
        Exchange(
            action: "GetCertificateStatus", payload: #"{"ocspRequestData":\#(hashes)}"#,
            hears: #"{"status":"Failed","statusInfo":{"reasonCode":"UnsupportedRequest"}}"#),
        Exchange(
            action: "SignCertificate", payload: #"{"csr":"CSR"}"#,
            hears:
                #"{"status":"Rejected","statusInfo":{"reasonCode":"InvalidCSR","additionalInfo":"This gateway signs no certificates."}}"#
        ),
        // Refused
        Exchange(
            action: "Dance", payload: "{}", hears: #""NotImplemented","Dance is not known here.",{}"#, isRefused: true),
        Exchange(
            action: "Reset", payload: #"{"type":"OnIdle"}"#, hears: #""NotSupported","Reset is for stations.",{}"#,
            isRefused: true),
        Exchange(
            action: "Authorize", payload: "{}", hears: #""OccurrenceConstraintViolation","idToken is missing.",{}"#,
            isRefused: true),
        Exchange(
            action: "StatusNotification",
            payload: #"{"timestamp":"x","connectorStatus":"Occupied","evseId":256,"connectorId":1}"#,
            hears: #""PropertyConstraintViolation","evseId and connectorId must be 0 to 255.",{}"#, isRefused: true),
        Exchange(
            action: "StatusNotification",
            payload: #"{"timestamp":"x","connectorStatus":true,"evseId":1,"connectorId":1}"#,
            hears: #""TypeConstraintViolation","connectorStatus has the wrong type.",{}"#, isRefused: true),
        Exchange(
            action: "Authorize", payload: "[1]", hears: #""ProtocolError","The payload must be an object.",{}"#,
            isRefused: true),
        // Stations that negotiate 2.1 and go on in the words of 1.6.
        Exchange(
            action: "StartTransaction", payload: #"{"connectorId":1,"idTag":"T","meterStart":0}"#,
            hears: #""NotImplemented","StartTransaction is not known here.",{}"#, isRefused: true),
    ])
    func `every call has its answer`(_ exchange: Exchange) async throws {
        try await Bench(.ocpp201).run { bench in
            let heard = await bench.ask(#"[2,"1","\#(exchange.action)",\#(exchange.payload)]"#)
            #expect(heard == "[\(exchange.isRefused ? 4 : 3),\"1\",\(exchange.hears)]")
        }
    }

    @Test(arguments: [
        (
            "NotifyEvent",
            #"{"generatedAt":"x","seqNo":0,"eventData":[{"eventId":1,"timestamp":"x","trigger":"Alerting","actualValue":"1",\#(component),"eventNotificationType":"HardWiredMonitor"}]}"#
        ),
        ("NotifyMonitoringReport", #"{"requestId":1,"seqNo":0,"generatedAt":"x"}"#),
        ("NotifyCustomerInformation", #"{"requestId":1,"seqNo":0,"generatedAt":"x","data":"d"}"#),
        ("NotifyDisplayMessages", #"{"requestId":1}"#),
        ("NotifyChargingLimit", #"{"chargingLimit":{"chargingLimitSource":"SO"}}"#),
        ("ClearedChargingLimit", #"{"chargingLimitSource":"EMS"}"#),
        (
            "ReportChargingProfiles",
            #"{"requestId":1,"chargingLimitSource":"CSO","evseId":0,"chargingProfile":[{"id":1,"stackLevel":0,"chargingProfilePurpose":"TxProfile","chargingProfileKind":"Relative","chargingSchedule":[\#(schedule)]}]}"#
        ),
        ("FirmwareStatusNotification", #"{ "status" : "Installed","requestId":4}"#),
        ("LogStatusNotification", #"{"status":"Uploading","requestId":4}"#),
        ("PublishFirmwareStatusNotification", #"{"status":"Published","location":["http://a"]}"#),
    ])
    func `what the rules make nothing of is kept to the letter`(_ action: String, _ payload: String) async throws {
        try await Bench(.ocpp201).run { bench in
            #expect(await bench.ask(#"[2,"1","\#(action)",\#(payload)]"#) == #"[3,"1",{}]"#)
            #expect(
                bench.recorder.stationEvents == [
                    .notice(Charging.Notice(action: action, dialect: "ocpp2.0.1", payload: payload))
                ])
        }
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var call: String
        var event: StationEvent
        var testDescription: String { call }
    }

    @Test(arguments: [
        Case(
            call:
                #""StatusNotification",{"timestamp":"2026-11-21T02:20:33.5Z","connectorStatus":"Occupied","evseId":2,"connectorId":1}"#,
            event: .status(
                ConnectorStatus(
                    evse: 2, connector: 1, state: .occupied,
                    timestamp: Timestamp(microseconds: 1_795_227_633_500_000)))),
        Case(
            call: #""StatusNotification",{"timestamp":"?","connectorStatus":"Dreaming","evseId":1,"connectorId":2}"#,
            event: .status(ConnectorStatus(evse: 1, connector: 2, state: .unavailable, info: "status Dreaming"))),
        Case(
            call:
                #""SecurityEventNotification",{"type":"SettingSystemTime","timestamp":"2026-11-21T02:20:33Z","techInfo":"i"}"#,
            event: .security(
                SecurityEvent(type: "SettingSystemTime", timestamp: Timestamp(seconds: 1_795_227_633), detail: "i"))),
        Case(
            call: #""DataTransfer",{"vendorId":"V","messageId":"m","data":{"a":[1]}}"#,
            event: .transferred(DataTransfer(vendor: "V", message: "m", data: #"{"a":[1]}"#))),
        Case(
            call:
                #""NotifyReport",{"requestId":1,"generatedAt":"x","seqNo":0,"tbc":true,"reportData":[{"component":{"name":"EVSE","evse":{"id":1}},"variable":{"name":"Power"},"variableAttribute":[{"value":"11000","mutability":"ReadOnly"},{"type":"MaxSet","value":"22000"}],"variableCharacteristics":{"dataType":"decimal","unit":"W","supportsMonitoring":true}},{"component":{"name":"SecurityCtrlr"},"variable":{"name":"BasicAuthPassword"},"variableAttribute":[{"mutability":"WriteOnly"}]}]}"#,
            event: .variables(
                DeviceReport(variables: [
                    DeviceVariable(
                        name: VariableName("EVSE@1.Power")!, value: "11000", mutability: "ReadOnly", unit: "W",
                        dataType: "decimal"),
                    DeviceVariable(
                        name: VariableName("EVSE@1.Power")!, attribute: "MaxSet", value: "22000", unit: "W",
                        dataType: "decimal"),
                    DeviceVariable(
                        name: VariableName("SecurityCtrlr.BasicAuthPassword")!, value: nil, mutability: "WriteOnly"),
                ]))),
        Case(
            call:
                #""MeterValues",{"evseId":0,"meterValue":[{"timestamp":"2026-11-21T02:20:33Z","sampledValue":[{"value":7.50,"context":"Sample.Clock","unitOfMeasure":{"unit":"kWh","multiplier":1}}]},{"timestamp":"x","sampledValue":[]}]}"#,
            event: .metered(
                MeterReport(
                    evse: 0,
                    values: [
                        MeterValue(
                            timestamp: Timestamp(seconds: 1_795_227_633),
                            sampledValues: [
                                SampledValue(value: "7.50", context: "Sample.Clock", unit: "kWh", multiplier: 1)
                            ])
                    ]))),
    ])
    func `a message becomes an event`(_ example: Case) async throws {
        try await Bench(.ocpp201).run { bench in
            #expect(await bench.ask(#"[2,"1",\#(example.call)]"#).hasPrefix(#"[3,"1","#))
            #expect(bench.recorder.stationEvents == [example.event])
        }
    }

    @Test func `the state of a connector may also come as an event of it`() async throws {
        func event(_ component: String, _ variable: String, _ value: String, evse: String) -> String {
            #"{"eventId":1,"timestamp":"2026-11-21T02:20:33Z","trigger":"Delta","actualValue":"\#(value)","component":{"name":"\#(component)"\#(evse)},"variable":{"name":"\#(variable)"},"eventNotificationType":"HardWiredNotification"}"#
        }
        let place = #","evse":{"id":2,"connectorId":1}"#
        let events = [
            event("Connector", "AvailabilityState", "Occupied", evse: place),
            event("Connector", "Problem", "true", evse: place),
            event("Connector", "AvailabilityState", "Available", evse: ""),
            event("EVSE", "AvailabilityState", "Occupied", evse: place),
            event("connector", "availabilitystate", "Faulted", evse: #","evse":{"id":1}"#),
        ]
        try await Bench(.ocpp21).run { bench in
            let payload = #"{"generatedAt":"x","seqNo":0,"eventData":[\#(events.joined(separator: ","))]}"#
            #expect(await bench.ask(#"[2,"1","NotifyEvent",\#(payload)]"#) == #"[3,"1",{}]"#)
            let moment = Timestamp(seconds: 1_795_227_633)
            #expect(
                bench.recorder.stationEvents == [
                    .status(ConnectorStatus(evse: 2, connector: 1, state: .occupied, timestamp: moment)),
                    .status(ConnectorStatus(evse: 1, state: .faulted, timestamp: moment)),
                    .notice(Charging.Notice(action: "NotifyEvent", dialect: "ocpp2.1", payload: payload)),
                ])
        }
    }

    @Test func `a reservation that is over for the station is over for the site`() async throws {
        try await Bench(.ocpp201).run { bench in
            let payload = #"{"reservationId":7,"reservationUpdateStatus":"Expired"}"#
            #expect(await bench.ask(#"[2,"1","ReservationStatusUpdate",\#(payload)]"#) == #"[3,"1",{}]"#)
            #expect(
                bench.recorder.events == [
                    .settlement(.reservationCancelled(id: 7, at: "CP1")),
                    .station(
                        "CP1",
                        .notice(
                            Charging.Notice(
                                action: "ReservationStatusUpdate", dialect: "ocpp2.0.1", payload: payload))),
                ])
        }
    }

    @Test func `what a station does not send again is refused when it cannot be recorded`() async throws {
        try await Bench(.ocpp201).run { bench in
            bench.recorder.fail([.storage("full")])
            let heard = await bench.ask(#"[2,"1","NotifyDisplayMessages",{"requestId":1}]"#)
            #expect(heard == #"[4,"1","InternalError","The message cannot be recorded now.",{}]"#)
        }
    }

    @Test func `a certificate follows the answer to its request`() async throws {
        try await Bench(.ocpp201, signer: FakeSigner()).run { bench in
            await bench.boot()
            let answer = await bench.ask(
                #"[2,"1","SignCertificate",{"csr":"CSR","certificateType":"ChargingStationCertificate"}]"#)
            #expect(answer == #"[3,"1",{"status":"Accepted"}]"#)
            let call = await bench.link.next()
            #expect(
                call.hasSuffix(
                    #""CertificateSigned",{"certificateChain":"CSR of CP1, One","certificateType":"ChargingStationCertificate"}]"#
                ))
            // Meanwhile the station goes on.
            #expect(await bench.ask(OCPP201BootTests.beat).hasPrefix(#"[3,"h""#))
            bench.link.station.yield(call.answered(#"{"status":"Rejected"}"#))
            #expect(await bench.ask(OCPP201BootTests.beat).hasPrefix(#"[3,"h""#))
        }
    }

    @Test(arguments: [#"{"csr":"BAD"}"#, #"{"csr":"CSR","certificateType":"V2GCertificate"}"#])
    func `a request that is not signed is rejected with the reason`(_ payload: String) async throws {
        try await Bench(.ocpp201, signer: FakeSigner()).run { bench in
            let answer = await bench.ask(#"[2,"1","SignCertificate",\#(payload)]"#)
            #expect(answer.contains(#"{"status":"Rejected","statusInfo":{"reasonCode":"InvalidCSR","additionalInfo":"#))
            #expect(await bench.ask(OCPP201BootTests.beat).hasPrefix(#"[3,"h""#))
            #expect(bench.link.sent.count == 2)
        }
    }
}
