import Charging

// What holds for uplinks of every kind.
extension Configuration {
    func checkUplinks(_ findings: inout Findings) {
        findings.checkUnique(
            chargereport.enumerated().map { ($1.name.rawValue, Place("chargereport", $0, key: "name")) }
                + csms.enumerated().map { ($1.name.rawValue, Place("csms", $0, key: "name")) }
                + webhook.enumerated().map { ($1.name.rawValue, Place("webhook", $0, key: "name")) }, "uplink")
        checkChargeReport(&findings)
        checkCSMS(&findings)
        checkWebhooks(&findings)
    }
}

extension Findings {
    /// The address of a service, to which secrets must not travel in the open.
    mutating func check(url: String, example: String, _ place: Place) {
        let rest = url.split(separator: "://", maxSplits: 1).dropFirst().first ?? ""
        let authority = String(rest.prefix { $0 != "/" })
        guard url.hasPrefix("https://") || url.hasPrefix("http://"), !authority.isEmpty, !authority.contains("@"),
            url.utf8.count <= 512, !url.contains(where: { $0.isWhitespace || $0 == "#" })
        else {
            return error(place, "\(url.quoted) is no URL of a service.", "Write \(example.quoted).")
        }
        let isLoopback = HostPort(authority)?.isLoopback ?? HostPort(authority + ":80")?.isLoopback ?? false
        if url.hasPrefix("http://"), !isLoopback {
            error(place, "With \(url.quoted) the key would travel unencrypted.", "Write the URL with https://.")
        }
    }

    /// A secret given by a file or a systemd credential; exactly one of the two.
    mutating func checkSecret(
        _ noun: String, of name: String, file: (path: String?, place: Place), credential: (name: String?, place: Place)
    ) {
        switch (file.path, credential.name) {
        case (nil, nil), (.some, .some):
            error(
                file.place, "The \(noun) of \(name.quoted) must be given in one way.",
                "Write either \(file.place.key ?? "") = \"/etc/ohmstead/\(name).key\" or "
                    + "\(credential.place.key ?? "") = \(name.quoted).")
        case (.some(let path), nil): _ = secret(in: path, file.place)
        case (nil, .some(let name)): _ = secret(name, isFile: false, credential.place)
        }
    }

    /// Reads a secret from a file, or from a systemd credential where there are any now.
    mutating func secret(_ name: String, isFile: Bool, _ place: Place) -> String? {
        if isFile { return secret(in: name, place) }
        guard let directory = Credentials.directory else {
            warning(
                place, "Credentials are only there when systemd starts the daemon, so this one was not looked at.",
                "See LoadCredential= in ohmstead.service.")
            return nil
        }
        guard !name.contains("/") else {
            error(place, "\(name.quoted) cannot be the name of a credential.", "Remove the \"/\".")
            return nil
        }
        return secret(in: "\(directory)/\(name)", place)
    }
}
