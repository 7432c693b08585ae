import FoundationEssentials
import Glibc

/// A small text file, read whole but never more of it than is reasonable.
struct BoundedFile {
    let path: String

    enum Failure: Error {
        case missing
        case unreadable
        case tooLong
        case notText
    }

    func text(atMost bytes: Int) throws(Failure) -> String {
        guard let attributes else { throw errno == ENOENT ? .missing : .unreadable }
        guard attributes.st_mode & S_IFMT == S_IFREG else { throw .unreadable }
        guard attributes.st_size <= bytes else { throw .tooLong }
        guard let data = try? Data(contentsOf: URL(filePath: path)) else { throw .unreadable }
        guard data.count <= bytes else { throw .tooLong }
        guard let text = String(validating: data, as: UTF8.self) else { throw .notText }
        return text
    }

    /// Any user of the box may read it.
    var isReadableByOthers: Bool { (attributes?.st_mode ?? 0) & S_IROTH != 0 }

    /// Asked of the system, because what FileManager answers has another type once Foundation is linked.
    private var attributes: stat? {
        var attributes = stat()
        return unsafe stat(path, &attributes) == 0 ? attributes : nil
    }
}
