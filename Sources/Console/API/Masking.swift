import Gateway

// The page and its API are for whoever is on the network, and a tag is as good as a key: only its ends are shown
// there. The Unix socket shows it whole.

extension String {
    /// `04B0267AE05C80` becomes `04…80`.
    var masked: String { count <= 4 ? "…" : "\(prefix(2))…\(suffix(2))" }
}

extension SessionReport {
    var masked: SessionReport {
        var copy = self
        copy.tag = tag?.masked
        return copy
    }
}

extension StatusReport {
    var masked: StatusReport {
        var copy = self
        for station in copy.stations.indices {
            copy.stations[station].reservations = stations[station].reservations?.map { kept in
                var kept = kept
                kept.tag = kept.tag.masked
                return kept
            }
            for connector in copy.stations[station].connectors.indices {
                let tag = copy.stations[station].connectors[connector].running?.tag
                copy.stations[station].connectors[connector].running?.tag = tag?.masked
            }
        }
        return copy
    }
}
