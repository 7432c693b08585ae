package import Charging

extension StatusReport {
    package struct Station: Codable, Hashable, Sendable {
        package var id: StationID
        /// It is connected; a mute station is online while its meter answers.
        package var online: Bool
        /// It cannot talk, and is seen through its meter.
        package var mute: Bool
        /// Where it connects from.
        package var address: String?
        /// What it last said of itself.
        package var boot: Boot?
        /// When it last said anything.
        package var lastSeen: Timestamp?
        /// The meter that counts for it.
        package var meter: MeterID?
        /// By EVSE number; EVSE 0 is the station as a whole, where it reported a fault of it.
        package var connectors: [Connector]
        /// The protocol it speaks, `ocpp1.6` for instance.
        package var dialect: String?
        /// What load management lets it draw.
        package var limits: [Limit]?
        /// The version of the list of tags it has, where it is known.
        package var listVersion: Int?
        /// The places that are kept there.
        package var reservations: [Kept]?
        /// What it last told of its security, and what of that a person has to look at.
        package var lastSecurityEvent: SecurityEventReport?
        package var alarm: SecurityEventReport?
        /// Final sessions that it told something about too late.
        package var corrections: Int?

        package init(
            id: StationID, online: Bool, mute: Bool = false, address: String? = nil, boot: Boot? = nil,
            lastSeen: Timestamp? = nil, meter: MeterID? = nil, connectors: [Connector] = []
        ) {
            self.id = id
            self.online = online
            self.mute = mute
            self.address = address
            self.boot = boot
            self.lastSeen = lastSeen
            self.meter = meter
            self.connectors = connectors
        }
    }

    package struct Connector: Codable, Hashable, Sendable {
        package var evse: Int
        /// `nil` while the station has not told.
        package var state: ConnectorState?
        /// `NoError`, or what is wrong in the station's own word.
        package var errorCode: String?
        package var info: String?
        /// Since when it is in this state.
        package var since: Timestamp?
        package var running: Running?

        package init(
            evse: Int, state: ConnectorState?, errorCode: String? = nil, info: String? = nil, since: Timestamp? = nil,
            running: Running? = nil
        ) {
            self.evse = evse
            self.state = state
            self.errorCode = errorCode
            self.info = info
            self.since = since
            self.running = running
        }
    }

    /// The transaction that runs on a connector.
    package struct Running: Codable, Hashable, Sendable {
        package var transaction: TransactionID
        package var started: Timestamp
        package var tag: String?
        /// So far, in Wh; `nil` while nothing is known.
        package var wattHours: Int64?
        /// Now, in W.
        package var watts: Int64?

        package init(
            transaction: TransactionID, started: Timestamp, tag: String?, wattHours: Int64?, watts: Int64? = nil
        ) {
            self.transaction = transaction
            self.started = started
            self.tag = tag
            self.wattHours = wattHours
            self.watts = watts
        }
    }

    /// A station that nobody configured.
    package struct Unclaimed: Codable, Hashable, Sendable {
        package var id: StationID
        package var address: String?
        package var boot: Boot?
        package var since: Timestamp

        package init(id: StationID, address: String?, boot: Boot?, since: Timestamp) {
            self.id = id
            self.address = address
            self.boot = boot
            self.since = since
        }
    }
}
