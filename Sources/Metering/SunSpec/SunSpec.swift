/// Finds the models of a device that speaks SunSpec: a chain of blocks that each begin with their number and length.
///
/// SunSpec Information Model Specification, section "Device Modbus Map". Nothing here opens a line; whoever reads the
/// registers is handed in.
package enum SunSpec {
    /// One block of the chain.
    package struct Model: Hashable, Sendable {
        package var id: UInt16
        /// Where its number stands; offsets inside a model count from here.
        package var address: UInt16
        /// How many registers stand behind number and length.
        package var length: Int

        package init(id: UInt16, address: UInt16, length: Int) {
            self.id = id
            self.address = address
            self.length = length
        }

        package func contains(_ block: RegisterBlock) -> Bool { block.end <= length + 2 }
    }

    /// Where "SunS" may stand, in the order in which it is looked for.
    package static let bases: [UInt16] = [40_000, 50_000, 0]
    /// "SunS".
    static let mark: [UInt16] = [0x5375, 0x6E53]
    /// A chain that does not end is left after so many.
    static let mostModels = 64
    /// Who made the device, and its serial number.
    package static let common: UInt16 = 1
    private static let end: UInt16 = 0xFFFF

    /// The models in their order, or `nil` where the device does not speak SunSpec. What a device refuses is not there;
    /// silence and disturbances are thrown. At most 64 models are looked at, one request each.
    package static func walk(_ reading: RegisterReading) async throws(BusError) -> [Model]? {
        for base in bases {
            let block = RegisterBlock(function: .holding, address: base, count: 2)
            guard try await unlessRefused(block, reading) == mark else { continue }
            return try await chain(from: base + 2, reading)
        }
        return nil
    }

    private static func chain(from start: UInt16, _ reading: RegisterReading) async throws(BusError) -> [Model] {
        var models: [Model] = []
        var address = Int(start)
        while models.count < mostModels, address + 2 <= 0x10000 {
            let block = RegisterBlock(function: .holding, address: UInt16(address), count: 2)
            guard let head = try await unlessRefused(block, reading), head.count == 2, head[0] != end, head[1] > 0
            else { break }
            let model = Model(id: head[0], address: block.address, length: Int(head[1]))
            address += model.length + 2
            guard address <= 0x10000 else { break }
            models.append(model)
        }
        return models
    }

    /// `nil` where the device says that it has no such registers.
    static func unlessRefused(
        _ block: RegisterBlock, _ reading: RegisterReading
    ) async throws(BusError) -> [UInt16]? {
        do throws(BusError) {
            return try await reading(block)
        } catch  where error.isRefusal {
            return nil
        }
    }
}
