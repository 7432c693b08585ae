import Glibc
import NIOCore
import NIOPosix

/// What went wrong on the network, in the words of the operating system and without the names of NIO's functions.
enum NetworkWords {
    static func of(_ error: any Error) -> String {
        switch error {
        case let error as IOError: ofSystem(error.errnoCode)
        case let error as NIOConnectionError: reason(error)
        case SocketAddressError.unknown(let host, _): "there is no host \(host)"
        case let error as SocketAddressError.UnknownHost: "there is no host \(error.host)"
        case ChannelError.connectTimeout: "no answer in time"
        default: TLSWords.atDialer(error) ?? "\(error)"
        }
    }

    /// A name can have several addresses, and mostly the same is wrong with all of them.
    private static func reason(_ error: NIOConnectionError) -> String {
        var reasons: [String] = []
        for failure in error.connectionErrors {
            let words = of(failure.error)
            if !reasons.contains(words) { reasons.append(words) }
        }
        return reasons.isEmpty ? "there is no host \(error.host)" : reasons.joined(separator: ", ")
    }

    private static func ofSystem(_ code: CInt) -> String {
        guard let text = unsafe strerror(code).map({ unsafe String(cString: $0) }) else { return "error \(code)" }
        return text.prefix(1).lowercased() + text.dropFirst()
    }
}
