/// Registers next to each other, read in one request.
package struct RegisterBlock: Hashable, Sendable {
    package var function: RegisterFunction
    /// As on the wire: counted from 0, without the 30001 or 40001 of manuals.
    package var address: UInt16
    /// 1 to 125. Modbus Application Protocol 1.1b3, section 6.3.
    package var count: Int

    package init(function: RegisterFunction, address: UInt16, count: Int) {
        self.function = function
        self.address = address
        self.count = count
    }

    package static let largest = 125

    /// The address after the last register.
    package var end: Int { Int(address) + count }

    package func contains(_ other: RegisterBlock) -> Bool {
        function == other.function && other.address >= address && other.end <= end
    }

    /// The fewest requests that cover all pieces: those that touch or overlap are read together up to `largest`.
    package static func merged(_ pieces: [RegisterBlock], largest: Int) -> [RegisterBlock] {
        let sorted = pieces.sorted { ($0.function, $0.address, $0.count) < ($1.function, $1.address, $1.count) }
        return sorted.reduce(into: []) { blocks, piece in
            guard let last = blocks.last, last.function == piece.function, Int(piece.address) <= last.end,
                max(last.end, piece.end) - Int(last.address) <= largest
            else { return blocks.append(piece) }
            blocks[blocks.count - 1].count = max(last.end, piece.end) - Int(last.address)
        }
    }
}

package enum RegisterFunction: String, CaseIterable, Codable, Comparable, Sendable {
    /// Function 3.
    case holding
    /// Function 4.
    case input

    package static func < (left: Self, right: Self) -> Bool { left == .holding && right == .input }
}
