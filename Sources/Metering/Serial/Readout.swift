import Telegrams

extension ByteLink {
    /// Asks the meter with this address, or whoever is there, for its data, and waits for them.
    mutating func readOut(_ address: String) throws(BusError) -> TelegramOutcome {
        try Readout(address: address).telegram(over: &self)
    }
}

/// Asks a meter for its data as IEC 62056-21 has it, over an open line. Everything blocks; bounded by time and bytes.
private struct Readout {
    /// The meter among several on the line, by the number on its plate; empty where there is only one.
    let address: String
    /// How long the data may take from their first byte to the last: at 300 baud 30 characters a second come.
    static let longest = Duration.seconds(120)
    /// So long a silence ends what is said.
    private static let silence = D0Handshake.answerTimeout

    /// What the meter says.
    func telegram(over link: inout ByteLink) throws(BusError) -> TelegramOutcome {
        guard let request = D0Handshake.request(address: address) else { throw .garbled("no meter has this address") }
        try link.use(.d0)
        try link.flush()
        try link.write(request, within: Self.silence)
        let name = try identification(over: link)
        guard let identification = Identification(name.map { $0 & 0x7F }.dropLast(2)) else {
            throw .garbled("it does not say who it is")
        }
        try follow(D0Mode(identification), identification.reactionTime, over: &link)
        return try data(after: name, over: link)
    }

    private func identification(over link: borrowing ByteLink) throws(BusError) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.last.map({ $0 & 0x7F }) != UInt8(ascii: "\n") {
            let more = try link.read(within: Self.silence, atMost: 1)
            guard !more.isEmpty else {
                throw bytes.isEmpty ? .silent : .garbled("it stopped in the middle of its name")
            }
            bytes += more
            // An optical head reflects what was sent, so that may stand before the name.
            if bytes.count > 128 { throw .garbled("it does not stop saying its name") }
            if bytes.starts(with: "/?".utf8), bytes.last == UInt8(ascii: "\n") { bytes = [] }
        }
        return bytes
    }

    private func follow(_ mode: D0Mode, _ pause: Duration, over link: inout ByteLink) throws(BusError) {
        if case .asks(_, let acknowledgement) = mode {
            // The meter listens again when its own reaction time is over, section 6.3.2.
            _ = try link.read(within: pause, atMost: 1)
            try link.write(acknowledgement, within: Self.silence)
        }
        var format = CharacterFormat.d0
        format.baud = mode.dataBaud
        try link.use(format)
    }

    private func data(after name: [UInt8], over link: borrowing ByteLink) throws(BusError) -> TelegramOutcome {
        var reader = TelegramReader(.d0)
        if let outcome = reader.feed(name).first { return outcome }
        let end = ContinuousClock.now + Self.longest
        while ContinuousClock.now < end {
            let bytes = try link.read(within: Self.silence)
            guard !bytes.isEmpty else { throw .garbled("it stopped in the middle of its data") }
            if let outcome = reader.feed(bytes).first { return outcome }
        }
        throw .garbled("its data do not end")
    }
}
