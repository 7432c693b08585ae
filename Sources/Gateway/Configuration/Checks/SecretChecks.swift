extension Findings {
    /// Reads a password or key to see that the daemon will be able to.
    mutating func secret(in path: String, _ place: Place) -> String? {
        let file = SecretFile(path: path)
        do {
            let secret = try file.read()
            if file.isReadableByOthers {
                warning(place, "Every user of this box can read \(path.quoted).", "Run: chmod o= \(path)")
            }
            return secret
        } catch {
            switch error {
            case .missing:
                self.error(place, "There is no file \(path.quoted).", "Write the path of the file with the secret.")
            case .unreadable:
                self.error(
                    place, "\(path.quoted) cannot be read.",
                    "Let the user of the daemon read it: chgrp ohmstead \(path)")
            case .empty:
                self.error(place, "\(path.quoted) is empty.", "Put the secret into it, on one line.")
            case .notOneLine:
                self.error(place, "\(path.quoted) does not hold one line of text.", "Put only the secret into it.")
            }
            return nil
        }
    }
}
