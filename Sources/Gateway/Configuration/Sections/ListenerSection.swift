/// `[[listener]]`: a place where wallboxes reach the box, beside or in place of `stations.listen`.
package struct ListenerSection: Decodable, Sendable {
    package var address: String
    /// Whether `wss://` is spoken here, and nothing else; without it, `ws://`.
    package var tls = false
    /// Its certificate, with those between it and its root, and the key. Without them the site CA makes one.
    package var certificate: String?
    package var key: String?
    /// A second certificate with an RSA key, for stations that can make nothing of the first one.
    package var rsaCertificate: String?
    package var rsaKey: String?
    /// What kind of key the site CA makes for it.
    package var keyType = KeyType.ec
    package var clientCertificates = ClientCertificates.no
    /// Who may have signed a client's certificate, beside the site CA.
    package var clientCA: String?
    /// The networks that may connect; empty is everybody.
    package var networks: [String] = []
    /// Room for 5,000 stations, and for those of them that come back before their old connections are noticed gone.
    package var maxConnections = 6000
    package var connectionsPerAddress = 256
    /// Whether an address that is refused again and again is not heard for a while.
    package var bans = true

    package enum KeyType: String, CaseIterable, Decodable, Sendable {
        case ec
        /// For older stations that know nothing else.
        case rsa
        /// One of each, and every station is shown the one it knows.
        case both
    }

    package enum ClientCertificates: String, CaseIterable, Decodable, Sendable {
        case no
        /// A station may show one, and then it has to be good.
        case optional
        case required
    }

    /// The simple form, `stations.listen`: plain WebSocket with the default limits.
    init(address: String) { self.address = address }

    private enum CodingKeys: String, CodingKey {
        case address, tls, certificate, key, networks, bans
        case rsaCertificate = "rsa_certificate"
        case rsaKey = "rsa_key"
        case keyType = "key_type"
        case clientCertificates = "client_certificates"
        case clientCA = "client_ca"
        case maxConnections = "max_connections"
        case connectionsPerAddress = "connections_per_address"
    }

    package init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        address = try keys.decode(String.self, forKey: .address)
        tls = try keys.decodeIfPresent(Bool.self, forKey: .tls) ?? tls
        certificate = try keys.decodeIfPresent(String.self, forKey: .certificate)
        key = try keys.decodeIfPresent(String.self, forKey: .key)
        rsaCertificate = try keys.decodeIfPresent(String.self, forKey: .rsaCertificate)
        rsaKey = try keys.decodeIfPresent(String.self, forKey: .rsaKey)
        keyType = try keys.decodeIfPresent(KeyType.self, forKey: .keyType) ?? keyType
        clientCertificates =
            try keys.decodeIfPresent(ClientCertificates.self, forKey: .clientCertificates) ?? clientCertificates
        clientCA = try keys.decodeIfPresent(String.self, forKey: .clientCA)
        networks = try keys.decodeIfPresent([String].self, forKey: .networks) ?? networks
        maxConnections = try keys.decodeIfPresent(Int.self, forKey: .maxConnections) ?? maxConnections
        connectionsPerAddress =
            try keys.decodeIfPresent(Int.self, forKey: .connectionsPerAddress) ?? connectionsPerAddress
        bans = try keys.decodeIfPresent(Bool.self, forKey: .bans) ?? bans
    }
}

extension Configuration {
    /// Every place where wallboxes reach the box, the first one being the one that people are told of. The simple form
    /// stands for itself unless blocks take its place.
    package var listeners: [ListenerSection] {
        let simple = listener.isEmpty || stations.writtenListen != nil
        return (simple ? [ListenerSection(address: stations.listen)] : []) + listener
    }
}
