package import Charging

/// Registers next to each other, written in one request.
package struct RegisterWrite: Hashable, Sendable {
    package var function: WriteFunction
    /// As on the wire: counted from 0.
    package var address: UInt16
    /// 1 to 123 with `multiple`, exactly one with `single`. Modbus Application Protocol 1.1b3, sections 6.6 and 6.12.
    package var words: [UInt16]

    package init(function: WriteFunction, address: UInt16, words: [UInt16]) {
        self.function = function
        self.address = address
        self.words = words
    }
}

package enum WriteFunction: String, CaseIterable, Codable, Sendable {
    /// Function 6: one register.
    case single
    /// Function 16.
    case multiple
}

/// Turns exact numbers into registers.
package enum RegisterEncoder {
    /// The number rounded towards zero; `nil` where the type cannot hold it, or is no whole number.
    package static func words(of number: ExactDecimal, type: RegisterType, order: WordOrder) -> [UInt16]? {
        guard type != .float32, type != .float64, let whole = number.floored(places: 0),
            let bits = bits(of: whole, type)
        else {
            return nil
        }
        let words = (0..<type.width).map { UInt16(truncatingIfNeeded: bits >> (16 * (type.width - 1 - $0))) }
        let swapped = order == .dcba || order == .badc ? words.map(\.byteSwapped) : words
        return order == .cdab || order == .dcba ? swapped.reversed() : swapped
    }

    private static func bits(of whole: Int64, _ type: RegisterType) -> UInt64? {
        switch type {
        case .int16: Int16(exactly: whole).map { UInt64(truncatingIfNeeded: $0) }
        case .uint16: UInt16(exactly: whole).map(UInt64.init)
        case .int32: Int32(exactly: whole).map { UInt64(truncatingIfNeeded: $0) }
        case .uint32: UInt32(exactly: whole).map(UInt64.init)
        case .int64: UInt64(bitPattern: whole)
        case .uint64: UInt64(exactly: whole)
        case .float32, .float64: nil
        }
    }
}
