package import Metering

/// A register that takes one of two numbers, or always the same one.
package struct SwitchRegister: Hashable, Decodable, Sendable {
    package var function: WriteFunction
    package var address: UInt16
    package var on: UInt16
    package var off: UInt16?

    func write(_ isOn: Bool) -> RegisterWrite? {
        (isOn ? on : off).map { RegisterWrite(function: function, address: address, words: [$0]) }
    }
}

/// A register that wants to be written again and again, as a sign that the gateway lives: `[heartbeat]`.
package struct HeartbeatRegister: Hashable, Decodable, Sendable {
    package var function: WriteFunction
    package var address: UInt16
    package var value: UInt16
    /// How often. The wallbox is visited at least as often.
    package var seconds: Int

    var write: RegisterWrite { RegisterWrite(function: function, address: address, words: [value]) }
}

/// What a wallbox does when it hears no more: `[watchdog]`.
package struct Watchdog: Hashable, Decodable, Sendable {
    package enum Food: String, CaseIterable, Codable, Sendable {
        /// Any request, so the visits are enough and nothing is written twice.
        case requests
        /// The limit has to be written again, changed or not.
        case limit
        /// The register in `[heartbeat]`.
        case heartbeat
    }

    package var fedBy: Food
    /// How long it waits, where that cannot be set from here, or before it is.
    package var seconds: Int?

    enum CodingKeys: String, CodingKey {
        case seconds
        case fedBy = "fed_by"
    }
}

/// A station with several EVSEs, whose registers lie one behind the other, or behind units of their own: `[evses]`.
package struct RepeatedRegisters: Hashable, Decodable, Sendable {
    package var most: Int
    /// How far the registers of the next EVSE are.
    package var addressStep: UInt16?
    /// How far its unit is.
    package var unitStep: UInt8?

    enum CodingKeys: String, CodingKey {
        case most
        case addressStep = "address_step"
        case unitStep = "unit_step"
    }
}

/// Where a wallbox is told to charge with one phase or with three: `[phase_switch]`.
package struct PhaseSwitch: Hashable, Decodable, Sendable {
    package var function: WriteFunction
    package var address: UInt16
    package var one: UInt16
    package var three: UInt16
}
