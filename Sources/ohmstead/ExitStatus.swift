import ArgumentParser
import Gateway
import Glibc

/// What the program ends with. Scripts rely on it, so it is decided here and nowhere else.
enum ExitStatus: CInt {
    case fine = 0
    /// It was done or asked, and the answer is no: refused, unhealthy, a configuration with errors.
    case refused = 1
    /// It could not be asked: wrong arguments, or the daemon cannot be reached.
    case notAsked = 2

    func exit() -> Never { Glibc.exit(rawValue) }

    /// Runs a command, and says on standard error what went wrong.
    static func of(_ command: () async throws -> Void) async -> ExitStatus {
        do {
            try await command()
            return .fine
        } catch let failure as Failure {
            failure.tell()
            return failure.status
        } catch let error as ConfigurationProblems {
            StandardStream.error.write("\(error)\n")
            return .refused
        } catch {
            let message = Ohmstead.fullMessage(for: error)
            switch Ohmstead.exitCode(for: error) {
            case .success:
                // Help and the version are what was asked for.
                StandardStream.output.write("\(message)\n")
                return .fine
            case .validationFailure:
                StandardStream.error.write("\(message)\n")
                return .notAsked
            default:
                StandardStream.error.write("\(message.isEmpty ? "Error: \(error)" : message)\n")
                return .refused
            }
        }
    }
}

/// A command ended without what was asked for.
struct Failure: Error {
    var status: ExitStatus
    /// As sentences; empty where everything was said already.
    var message: String

    init(_ status: ExitStatus, _ message: String = "") {
        self.status = status
        self.message = message
    }

    func tell() {
        guard !message.isEmpty else { return }
        StandardStream.error.write("\(message)\n")
    }
}
