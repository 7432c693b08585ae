import OCPP16

// A message must pass through what lies between here and the CSMS, where frames are bounded.

extension Language16 {
    /// What the values of one message may take, in bytes. Some take no frames above 256 KB.
    static let mostBytes = 180_000

    /// As many of the values as go into one message. The first and the last always stay, and of the others those that
    /// are signed stay longest: a verifier needs the first and the last.
    static func bounded(_ values: [OCPP16.MeterValue]) -> [OCPP16.MeterValue] {
        var kept = values.map { (value: $0, size: $0.size) }
        var size = kept.reduce(0) { $0 + $1.size }
        // Every second one goes, so that what stays is spread evenly.
        while size > mostBytes, kept.contains(where: { !$0.value.isSigned }) {
            var goes = false
            let last = kept.count - 1
            let thinned = kept.enumerated().filter { index, element in
                guard index > 0, index < last, !element.value.isSigned else { return true }
                goes.toggle()
                return !goes
            }.map(\.element)
            guard thinned.count < kept.count else { break }
            kept = thinned
            size = kept.reduce(0) { $0 + $1.size }
        }
        if size > mostBytes, kept.count > 2 {
            kept = [kept[0], kept[kept.count - 1]]
            size = kept[0].size + kept[1].size
        }
        return size > mostBytes ? [] : kept.map(\.value)
    }
}

extension OCPP16.MeterValue {
    fileprivate var isSigned: Bool { sampledValue.contains { $0.format == "SignedData" } }

    /// In bytes of a frame, or a little more.
    fileprivate var size: Int {
        sampledValue.reduce(80) { sum, sample in
            let escapes = sample.value.utf8.reduce(0) { $0 + ($1 == 0x22 || $1 == 0x5C ? 1 : $1 < 0x20 ? 5 : 0) }
            return sum + 250 + sample.value.utf8.count + escapes
        }
    }
}
