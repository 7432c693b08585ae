import CLossyDisk
import Foundation

/// A disk that forgets what was not synced when its power is cut, and that can fail before.
@safe final class LossyDisk: Sendable {
    private nonisolated(unsafe) let disk: OpaquePointer

    init(at directory: URL, seed: UInt64) {
        unsafe disk = lossy_disk_create(directory.path, seed)!
    }

    deinit { unsafe lossy_disk_release(disk) }

    var operations: Int64 { unsafe lossy_disk_operations(disk) }
    var isCut: Bool { unsafe lossy_disk_is_cut(disk) }

    func cut(after operations: Int64) { unsafe lossy_disk_cut_after(disk, operations) }
    func cut() { unsafe lossy_disk_cut(disk) }

    func fail(_ fault: lossy_fault, afterWrites writes: Int64 = 0) { unsafe lossy_disk_fail(disk, fault, writes) }
    func heal() { fail(lossy_fault_none) }

    /// What a restarted box would find.
    func recover(to directory: URL) -> Bool { unsafe lossy_disk_recover(disk, directory.path) }
}

/// Chance that can be had again.
struct SeededChance: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
