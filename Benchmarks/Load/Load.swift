import NIOCore
import NIOPosix

#if canImport(Glibc)
    import Glibc
#endif

@main
struct Load {
    static func main() async {
        do {
            switch try Command(Array(CommandLine.arguments.dropFirst())) {
            case .echoServer(let port): try await EchoServer.run(port: port)
            case .load(let options): Output.line(try await run(options))
            }
        } catch let error as UsageError {
            Output.line("\(error.message)\n\n\(Command.usage)")
            exit(64)
        } catch {
            let reason = "\(error)".map { $0 == "\"" || $0.isNewline ? "'" : String($0) }.joined()
            Output.line("{\"failed\": \"\(reason)\"}")
            exit(1)
        }
    }

    /// Connects, and does what the run is for.
    private static func run(_ options: LoadOptions) async throws -> String {
        let loop = MultiThreadedEventLoopGroup(numberOfThreads: 1).next()
        let fleet = try await loop.submit {
            NIOLoopBound(Fleet(options: options, loop: loop), eventLoop: loop)
        }.get()
        let begin = NIODeadline.now()
        try await Fleet.connect(fleet, options: options)
        let connecting = NIODeadline.now() - begin

        switch options.purpose {
        case .send:
            return try await send(fleet, options, connecting: connecting)
        case .hold:
            Output.line(try await loop.submit { fleet.value.arrivals }.get())
            try await Task.sleep(for: .seconds(options.seconds))
            return try await loop.submit { fleet.value.finish(connecting: connecting) }.get()
        case .storm, .handshakes:
            return try await loop.submit { fleet.value.arrivals }.get()
        }
    }

    /// Warms up, counts, and waits a little for the last answers.
    private static func send(
        _ fleet: NIOLoopBound<Fleet>, _ options: LoadOptions, connecting: TimeAmount
    ) async throws -> String {
        let loop = fleet.eventLoop
        try await loop.submit { fleet.value.startSending() }.get()
        try await Task.sleep(for: .seconds(options.warmUpSeconds))
        try await loop.submit { fleet.value.startCounting() }.get()
        try await Task.sleep(for: .seconds(options.seconds))
        try await loop.submit { fleet.value.stopSending() }.get()
        var patience = 100
        while patience > 0, try await loop.submit({ fleet.value.waiting }).get() > 0 {
            try await Task.sleep(for: .milliseconds(50))
            patience -= 1
        }
        return try await loop.submit { fleet.value.finish(connecting: connecting) }.get()
    }
}

/// Standard output, a line at a time and at once: whoever started this program reads it through a pipe.
enum Output {
    static func line(_ text: String) {
        var bytes = Array((text + "\n").utf8)[...]
        while !bytes.isEmpty {
            let written = unsafe bytes.withUnsafeBytes { unsafe write(1, $0.baseAddress, $0.count) }
            guard written > 0 else { return }
            bytes = bytes.dropFirst(written)
        }
    }
}
