/// A name that only compares with names of its own kind.
package protocol Identifier: RawRepresentable, Hashable, Codable, Comparable, Sendable, CustomStringConvertible,
    ExpressibleByStringLiteral
where RawValue == String {
    init(rawValue: String)
}

extension Identifier {
    package init(_ rawValue: String) { self.init(rawValue: rawValue) }
    package init(stringLiteral value: String) { self.init(rawValue: value) }
    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    package var description: String { rawValue }
}

/// A charging station, by the identity it connects with.
package struct StationID: Identifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
}

/// A meter, by the name the configuration gives it.
package struct MeterID: Identifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
}

/// A cloud or broker the journal is delivered to, by the name the configuration gives it.
package struct UplinkName: Identifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
}

/// One run of the operating system; monotonic times compare only within one.
package struct BootID: Identifier {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
}

/// The number a station knows a transaction by: positive, and within the int32 that stations hold.
///
/// Wallboxes and CSMSs also send `0`, `-1` and 2^63-1; none of those names a transaction, so none is one of these.
package struct TransactionID: Hashable, Codable, Comparable, Sendable, CustomStringConvertible {
    package let number: Int32

    package init?(_ number: Int64?) {
        guard let number, number > 0, let exact = Int32(exactly: number) else { return nil }
        self.number = exact
    }

    /// The id after this one; after the largest int32 it starts again at 1.
    package var next: TransactionID {
        TransactionID(Int64(number) + 1) ?? TransactionID(1)!
    }

    package init(from decoder: any Decoder) throws {
        let number = try decoder.singleValueContainer().decode(Int64.self)
        guard let id = TransactionID(number) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "\(number) is no transaction id"))
        }
        self = id
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(number)
    }

    package static func < (left: Self, right: Self) -> Bool { left.number < right.number }
    package var description: String { String(number) }
}
