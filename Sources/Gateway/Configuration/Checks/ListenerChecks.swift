import FoundationEssentials
import Trust
import WebSocket

extension Configuration {
    func checkListenerBlocks(_ findings: inout Findings) {
        for (index, listener) in listener.enumerated() { listener.check(index, &findings) }
        checkPorts(&findings)
        security.check(&findings)
        let asksTheSiteCA = listener.contains { $0.tls && $0.certificate == nil }
        if asksTheSiteCA, security.names.isEmpty {
            findings.warning(
                Place("listener", listener.firstIndex { $0.tls && $0.certificate == nil }, key: "tls"),
                "No names are given for the certificate of this listener, so it gets the box's host name alone.",
                "Write [security] names = [\"192.168.1.5\", \"ohmstead.local\"], as the stations' URLs have them.")
        }
    }

    private func checkPorts(_ findings: inout Findings) {
        var first: [String: Place] = [:]
        var places: [(String, Place)] = []
        if listener.isEmpty || stations.writtenListen != nil {
            places.append((stations.listen, Place("stations", key: "listen")))
        }
        places += listener.enumerated().map { ($1.address, Place("listener", $0, key: "address")) }
        for (address, place) in places {
            guard let port = HostPort(address)?.port, port != 0 else { continue }
            if let page = console.listen.flatMap(HostPort.init), page.port == port, place.table == "listener" {
                findings.error(place, "The page listens on port \(port) already.", "Give the listener another port.")
            }
            guard let earlier = first.updateValue(place, forKey: address) else { continue }
            let line = findings.line(earlier).map { " on line \($0)" } ?? ""
            findings.error(place, "\(address.quoted) is listened on already\(line).", "Give one of them another port.")
        }
    }
}

extension ListenerSection {
    fileprivate func check(_ index: Int, _ findings: inout Findings) {
        func place(_ key: String) -> Place { Place("listener", index, key: key) }
        findings.check(address: address, place("address"))
        findings.check(maxConnections, in: 1...20_000, place("max_connections"))
        findings.check(connectionsPerAddress, in: 1...20_000, place("connections_per_address"))
        for network in networks where Network(network) == nil {
            findings.error(
                place("networks"), "\(network.quoted) is no network.",
                "Write \"192.168.0.0/16\", \"fd00::/8\" or a single address.")
        }
        guard tls else { return checkPlain(place, &findings) }
        switch (certificate, key) {
        case (nil, nil): break
        case (_?, nil):
            findings.error(
                place("certificate"), "There is no key to this certificate.", "Add key = \"/path/to/key.pem\".")
        case (nil, _?):
            findings.error(
                place("key"), "There is no certificate to this key.",
                "Add certificate = \"/path/to/chain.pem\", or remove key and the site CA makes both.")
        case (let certificate?, let key?): check(certificate, key, place, &findings)
        }
        checkSecond(place, &findings)
        guard let clientCA else { return }
        if clientCertificates == .no {
            findings.warning(
                place("client_ca"), "No station is asked for a certificate, so the client CA has no effect.",
                "Write client_certificates = \"optional\" or \"required\".")
        }
        if let text = findings.pem(in: clientCA, place("client_ca")), (try? Certificate.chain(pem: text)) == nil {
            findings.error(
                place("client_ca"), "\(clientCA.quoted) holds no certificate in PEM form.",
                "It has to contain lines from BEGIN CERTIFICATE to END CERTIFICATE.")
        }
    }

    /// The RSA certificate beside the first one.
    private func checkSecond(_ place: (String) -> Place, _ findings: inout Findings) {
        switch (rsaCertificate, rsaKey) {
        case (nil, nil): return
        case (_?, nil):
            findings.error(
                place("rsa_certificate"), "There is no key to this certificate.", "Add rsa_key = \"/path/to/key.pem\".")
        case (nil, _?):
            findings.error(
                place("rsa_key"), "There is no certificate to this key.",
                "Add rsa_certificate = \"/path/to/chain.pem\".")
        case (let certificate?, let key?):
            guard self.certificate != nil else {
                return findings.error(
                    place("rsa_certificate"), "The RSA certificate stands beside another one, and there is none.",
                    "Add certificate and key, or write key_type = \"both\" and the site CA makes all of it.")
            }
            check(certificate, key, isSecond: true, place, &findings)
        }
    }

    private func check(
        _ certificate: String, _ key: String, isSecond: Bool = false, _ place: (String) -> Place,
        _ findings: inout Findings
    ) {
        let prefix = isSecond ? "rsa_" : ""
        guard findings.pem(in: certificate, place(prefix + "certificate")) != nil,
            findings.pem(in: key, place(prefix + "key")) != nil
        else { return }
        if BoundedFile(path: key).isReadableByOthers {
            findings.warning(
                place(prefix + "key"), "Every user of this box can read \(key.quoted).", "Run: chmod o= \(key)")
        }
        var source = TLSMaterial.Source(certificateChain: .file(certificate), privateKey: .file(key))
        if isSecond { source.rsa = .init(certificateChain: .file(certificate), privateKey: .file(key)) }
        do throws(TLSMaterialError) {
            _ = try TLSMaterial(source)
        } catch {
            findings.error(
                place(prefix + (error.what.contains("key") ? "key" : "certificate")), "\(error.cause.sentence)",
                "\(error.advice).")
        }
    }

    private func checkPlain(_ place: (String) -> Place, _ findings: inout Findings) {
        for (key, isWritten) in [
            ("certificate", certificate != nil), ("key", key != nil), ("rsa_certificate", rsaCertificate != nil),
            ("rsa_key", rsaKey != nil), ("client_ca", clientCA != nil),
            ("client_certificates", clientCertificates != .no),
        ] where isWritten {
            findings.error(
                place(key), "\(key) has no meaning without TLS.", "Write tls = true in this block, or remove \(key).")
        }
    }
}

extension SecuritySection {
    fileprivate func check(_ findings: inout Findings) {
        findings.check(certificateDays, in: 1...3650, Place("security", key: "certificate_days"))
        for name in names where ServerName(name) == nil {
            findings.error(
                Place("security", key: "names"), "\(name.quoted) is no name or address of a machine.",
                "Write \"ohmstead.local\" or \"192.168.1.5\" for instance, without a scheme and a port.")
        }
        if names.count > 40 {
            findings.error(Place("security", key: "names"), "There are more than 40 names.", "Write those in use.")
        }
        guard let caDirectory else { return }
        var isDirectory = false
        if FileManager.default.fileExists(atPath: caDirectory, isDirectory: &isDirectory), !isDirectory {
            findings.error(
                Place("security", key: "ca_directory"), "\(caDirectory.quoted) is not a directory.",
                "Write the path of a directory that belongs to the daemon.")
        }
    }
}

extension Findings {
    mutating func pem(in path: String, _ place: Place) -> String? {
        do {
            return try BoundedFile(path: path).text(atMost: 1 << 20)
        } catch {
            let why = error == .missing ? "There is no file \(path.quoted)." : "\(path.quoted) cannot be read as text."
            self.error(place, why, "Write the path of a PEM file that the user of the daemon may read.")
            return nil
        }
    }
}

extension String {
    /// With a capital and a full stop.
    fileprivate var sentence: String { prefix(1).uppercased() + dropFirst() + "." }
}
