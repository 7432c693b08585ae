import OCPP

/// Asks a station to start a transaction for a token. OCPP 2.0.1, functional block F.
package struct RequestStartTransaction: Call, Hashable {
    package static let action = "RequestStartTransaction"
    package var idToken: IdToken
    package var remoteStartId: Int
    package var evseId: Int?
    package var groupIdToken: IdToken?
    package var chargingProfile: ChargingProfile?

    package init(
        idToken: IdToken, remoteStartId: Int, evseId: Int? = nil, groupIdToken: IdToken? = nil,
        chargingProfile: ChargingProfile? = nil
    ) {
        self.idToken = idToken
        self.remoteStartId = remoteStartId
        self.evseId = evseId
        self.groupIdToken = groupIdToken
        self.chargingProfile = chargingProfile
    }

    package struct Response: Codable, Hashable, Sendable {
        /// `Accepted` or `Rejected`.
        package var status: String
        package var statusInfo: StatusInfo?
        /// At most 36 characters.
        package var transactionId: String?

        package init(status: String, statusInfo: StatusInfo? = nil, transactionId: String? = nil) {
            self.status = status
            self.statusInfo = statusInfo
            self.transactionId = transactionId
        }
    }
}
