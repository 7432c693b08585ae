import FoundationEssentials
import Gateway
import Glibc

/// The file of the Unix socket: who may open it may command the stations.
struct SocketFile {
    let path: String

    /// Removes what an earlier run left behind, but never the socket of a daemon that answers.
    func makeRoom() throws(ConsoleError) {
        guard let address = UnixAddress(path) else {
            throw ConsoleError("The path of the socket is empty or longer than 107 bytes: \(path)")
        }
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else { return }
        guard attributes[.type] as? FileAttributeType == .typeSocket else {
            throw ConsoleError("\(path) is not a socket; move it out of the way, or configure another path.")
        }
        guard !address.answers else {
            throw ConsoleError("Another ohmstead answers at \(path); two of them cannot share a site.")
        }
        remove()
    }

    /// Lets the daemon's group in. Until then only its own user can connect.
    func open() { _ = unsafe chmod(path, 0o660) }

    func remove() { _ = unsafe unlink(path) }
}
