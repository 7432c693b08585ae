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

    /// What a request is worth at 9600 baud, the usual speed.
    package static let usualWorth = LineSpeed(baud: 9600).requestWorth()

    /// The address after the last register.
    package var end: Int { Int(address) + count }

    package func contains(_ other: RegisterBlock) -> Bool {
        function == other.function && other.address >= address && other.end <= end
    }

    /// The requests that cover all pieces in the least time on the line.
    ///
    /// A piece is never cut: what belongs together, a value and its scale, is given as one. A request has up to
    /// `largest` registers. It may run across a gap of up to `gap` registers that nobody asked for, where the device
    /// lets itself be read there, and does so when that takes less time than another request; `requestWorth` is how
    /// many registers take as long as a request does beside its own, see `LineSpeed`.
    package static func merged(
        _ pieces: [RegisterBlock], largest: Int, gap: Int = 0, requestWorth: Int = usualWorth
    ) -> [RegisterBlock] {
        RegisterFunction.allCases.flatMap { function in
            let sorted = pieces.filter { $0.function == function }
                .sorted { ($0.address, $0.count) < ($1.address, $1.count) }
            return cheapest(sorted, largest: largest, gap: gap, requestWorth: max(requestWorth, 1))
        }
    }

    /// Of sorted pieces, those in one request stand side by side: a request that begins earlier and ends later than
    /// another makes the other superfluous. So the cheapest way to the first n pieces is found from those to fewer.
    private static func cheapest(
        _ pieces: [RegisterBlock], largest: Int, gap: Int, requestWorth: Int
    ) -> [RegisterBlock] {
        var ways: [(cost: Int, before: Int, block: RegisterBlock?)] = [(0, 0, nil)]
        for last in pieces.indices {
            var best: (cost: Int, before: Int, block: RegisterBlock?) = (.max, 0, nil)
            for first in (0...last).reversed() {
                if first < last, pieces[last].end - Int(pieces[first].address) > largest { break }
                guard let block = joined(pieces[first...last], largest: largest, gap: gap) else { continue }
                let cost = ways[first].cost + requestWorth + block.count
                if cost < best.cost { best = (cost, first, block) }
            }
            ways.append(best)
        }
        var blocks: [RegisterBlock] = []
        var way = ways[pieces.count]
        while let block = way.block {
            blocks.append(block)
            way = ways[way.before]
        }
        return blocks.reversed()
    }

    /// One request for all of them, `nil` where it cannot be. A single piece is always a request.
    private static func joined(_ pieces: ArraySlice<RegisterBlock>, largest: Int, gap: Int) -> RegisterBlock? {
        guard var block = pieces.first else { return nil }
        for piece in pieces.dropFirst() {
            guard Int(piece.address) - block.end <= gap else { return nil }
            block.count = max(block.end, piece.end) - Int(block.address)
        }
        return pieces.count == 1 || block.count <= largest ? block : nil
    }
}

package enum RegisterFunction: String, CaseIterable, Codable, Comparable, Sendable {
    /// Function 3.
    case holding
    /// Function 4.
    case input

    package static func < (left: Self, right: Self) -> Bool { left == .holding && right == .input }
}
