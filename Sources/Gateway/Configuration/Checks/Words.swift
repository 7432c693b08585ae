extension String {
    /// In quotation marks, cut where it is too long to be shown and without what could disturb a terminal.
    var quoted: String {
        let shown = String(prefix(60).map { $0.isPrintable ? $0 : "\u{FFFD}" })
        return "\"\(shown)\(count > 60 ? "…" : "")\""
    }
}

extension Character {
    /// Something one can see, or a space.
    var isPrintable: Bool {
        unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse: false
            default: true
            }
        }
    }
}
