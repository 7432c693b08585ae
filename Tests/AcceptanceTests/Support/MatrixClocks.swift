import Charging
import Foundation
import Gateway
import Synchronization

/// The wall clock of wallboxes, which somebody sets wrong, and right again.
final class SpoiledClock: WallClock {
    private let isWrong = Atomic(false)
    private let right = SystemWallClock()

    func setWrong(_ wrong: Bool) { isWrong.store(wrong, ordering: .releasing) }

    var now: Stamp {
        var stamp = right.now
        // As after a battery died: the first second of 2000 and whatever passed since the boot.
        if isWrong.load(ordering: .acquiring) {
            stamp.at = Timestamp(microseconds: 946_684_800_000_000 + stamp.monotonic)
        }
        return stamp
    }
}

/// The wall clock of the real program: a library that stands before the system's own reads from a file how wrong it is.
struct BoxClock {
    enum Setting {
        /// In seconds since 1970.
        case at(Int64)
        case ahead(Int64)
    }

    private let file: URL

    init(in folder: Folder, _ setting: Setting) throws {
        file = folder.url.appending(path: "clock")
        try Self.contents(of: setting, synchronised: false).write(to: file)
    }

    /// The program sees it at once.
    func setRight() throws {
        // In place: a new file would not be the one that the program has open.
        let handle = try FileHandle(forUpdating: file)
        try handle.write(contentsOf: Self.contents(of: .ahead(0), synchronised: true))
        try handle.close()
    }

    /// What runs a program by this clock.
    var launcher: [String] {
        let library = Program.url.deletingLastPathComponent().appending(path: "libWrongClock.so")
        return ["/usr/bin/env", "LD_PRELOAD=\(library.path)", "WRONG_CLOCK=\(file.path)"]
    }

    /// As `wrong_clock.h` has it.
    private static func contents(of setting: Setting, synchronised: Bool) -> Data {
        let ahead =
            switch setting {
            case .at(let seconds): seconds - SystemWallClock().now.at.seconds
            case .ahead(let seconds): seconds
            }
        return [ahead, synchronised ? 1 : 0].reduce(into: Data()) { data, number in
            unsafe withUnsafeBytes(of: number) { unsafe data.append(contentsOf: $0) }
        }
    }
}
