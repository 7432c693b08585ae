import Foundation

/// A small disk that only one process sees, because it is mounted in a mount namespace of its own.
struct PrivateDisk {
    /// Where the process finds it.
    let path: String

    private static let unshare = ["/usr/bin/unshare"] + (geteuid() == 0 ? ["-m"] : ["-r", "-m"])
    private static let mount = "mount -t tmpfs -o size=2m,mode=700 tmpfs"

    /// Whether this machine lets us; containers often do not.
    static var isPossible: Bool {
        guard FileManager.default.isExecutableFile(atPath: unshare[0]) else { return false }
        let attempt = Process()
        attempt.executableURL = URL(filePath: unshare[0])
        attempt.arguments = unshare.dropFirst() + ["sh", "-c", "\(mount) /mnt"]
        attempt.standardError = FileHandle.nullDevice
        guard (try? attempt.run()) != nil else { return false }
        attempt.waitUntilExit()
        return attempt.terminationStatus == 0
    }

    init(in folder: Folder) throws {
        path = "\(folder.path)/disk"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    /// Runs the command behind it with the disk.
    var launcher: [String] { Self.unshare + ["sh", "-c", "\(Self.mount) '\(path)' && exec \"$0\" \"$@\""] }

    /// Not one page is left.
    func fill(seenFrom process: Int32) throws {
        let ballast = ballast(process)
        guard FileManager.default.createFile(atPath: ballast, contents: nil) else {
            throw Surprise(description: "the disk cannot be reached at \(ballast)")
        }
        let file = try FileHandle(forWritingTo: URL(filePath: ballast))
        defer { try? file.close() }
        let page = Data(repeating: 0, count: 4096)
        for _ in 0..<10_000 where (try? file.write(contentsOf: page)) == nil { return }
        throw Surprise(description: "the disk does not get full")
    }

    func empty(seenFrom process: Int32) throws { try FileManager.default.removeItem(atPath: ballast(process)) }

    /// The kernel shows us the disk through the process that has it.
    private func ballast(_ process: Int32) -> String { "/proc/\(process)/root\(path)/ballast" }
}
