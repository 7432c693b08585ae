import ArgumentParser
import Charging
import Console
import FoundationEssentials
import Gateway

// How people write moments, spans and other things of the house on the command line.

/// `90`, `90s`, `15m`, `2h` or `7d`.
struct Span: ExpressibleByArgument {
    let seconds: Int

    init?(argument: String) {
        let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        let unit = argument.last.flatMap { units[$0] }
        guard let count = Int(unit == nil ? argument[...] : argument.dropLast()), count > 0, count < 1_000_000 else {
            return nil
        }
        seconds = count * (unit ?? 1)
    }

    var defaultValueDescription: String { "\(seconds)s" }
}

/// A moment with its time zone; one without is refused, since nobody could tell which was meant.
struct Moment: ExpressibleByArgument {
    let timestamp: Timestamp

    init?(argument: String) {
        guard let read = ISO8601(argument), !read.zoneAssumed else { return nil }
        timestamp = read.timestamp
    }
}

extension ExactDecimal: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}

extension RateUnit: ExpressibleByArgument {}

extension CertificateUse: ExpressibleByArgument {
    public init?(argument: String) { self.init(words: argument) }
    public static var allValueStrings: [String] { allCases.map(\.words) }
}

extension CertificateName: ExpressibleByArgument {
    public init?(argument: String) { self.init(words: argument) }
}

/// What a charging profile is for, in words people type.
enum PurposeWord: String, CaseIterable, ExpressibleByArgument {
    case station, `default`, transaction

    var purpose: ChargingProfile.Purpose {
        switch self {
        case .station: .chargingStationMaxProfile
        case .default: .txDefaultProfile
        case .transaction: .txProfile
        }
    }
}

enum LogWord: String, CaseIterable, ExpressibleByArgument {
    case diagnostics, security

    var kind: LogRequest.Kind { self == .security ? .security : .diagnostics }
}

enum ReportWord: String, CaseIterable, ExpressibleByArgument {
    case full, configuration, summary

    var kind: ReportKind {
        switch self {
        case .full: .full
        case .configuration: .configuration
        case .summary: .summary
        }
    }
}

/// A file somebody names on the command line, which must not be endless.
struct NamedFile {
    let path: String

    func text(atMost bytes: Int) throws -> String {
        guard let handle = try? Data(contentsOf: URL(filePath: path)), handle.count <= bytes,
            let text = String(validating: handle, as: UTF8.self)
        else {
            throw ValidationError("\(path) cannot be read, is larger than \(bytes / 1024) kB, or is no UTF-8 text.")
        }
        return text
    }
}
