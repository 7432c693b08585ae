package import Charging
import FoundationEssentials
package import StrictTOML

/// All profiles, and which of them fit a station.
///
/// What is said of every station gives way to what is said of a vendor's, that to what is said of a model, and that to
/// what is said of a range of its firmware. Of two that are as specific the later one counts, in the order of the file
/// names and of the quirks inside a file.
package struct StationProfiles: Sendable {
    private let files: [StationProfileFile]

    /// More files, and longer ones, are refused: there are some dozens of a few kilobytes.
    package static let mostFiles = 200
    package static let longestFile = 64 << 10

    package init(_ files: [StationProfileFile] = []) { self.files = files }

    /// Reads every `.toml` in a folder; all that is wrong with any of them is named with its file and line.
    package init(folder: String) throws(TOMLProblem) {
        guard let all = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw TOMLProblem(
                file: folder, message: "the folder of station profiles cannot be read", hint: "Check the path.")
        }
        let names = all.filter { $0.hasSuffix(".toml") && !$0.hasPrefix(".") }.sorted()
        guard names.count <= Self.mostFiles else {
            throw TOMLProblem(
                file: folder, message: "there are \(names.count) station profiles, \(Self.mostFiles) at most are read",
                hint: "Is this the right folder?")
        }
        var files: [StationProfileFile] = []
        var problems: [TOMLProblem] = []
        for name in names {
            do throws(TOMLProblem) {
                files.append(try Self.file(at: folder + "/" + name))
            } catch {
                problems += error.all
            }
        }
        if let problem = TOMLProblem.joined(problems) { throw problem }
        self.init(files)
    }

    private static func file(at path: String) throws(TOMLProblem) -> StationProfileFile {
        let real = URL(filePath: path).resolvingSymlinksInPath().path
        let attributes = try? FileManager.default.attributesOfItem(atPath: real)
        if let size = attributes?[.size] as? UInt64, size > UInt64(longestFile) {
            throw TOMLProblem(
                file: path, message: "the file is longer than \(longestFile) bytes", hint: "Is this a station profile?")
        }
        return try StationProfileFile(path: path)
    }

    /// How to treat a station that says this of itself. What it does not say is taken as empty.
    package func match(vendor: String?, model: String?, firmware: String?) -> StationProfile {
        let version = firmware.flatMap { FirmwareVersion($0) }
        let fitting = files.filter { file in
            file.match?.matches(vendor: Self.trimmed(vendor), model: Self.trimmed(model)) ?? true
        }
        let found = fitting.flatMap { file in
            file.quirks.filter { $0.range.contains(version) }.map { (file: file, quirk: $0) }
        }
        var profile = StationProfile.standard
        for rank in 0...Self.highestRank {
            for (file, quirk) in found where Self.rank(of: quirk, in: file) == rank {
                profile.switches = quirk.switches.over(profile.switches)
                profile.reasons.append(
                    StationProfile.Reason(profile: file.name, source: quirk.source, switches: quirk.keys))
            }
        }
        return profile
    }

    /// How to treat a station that booted so; the same at the next handshake, in which it does not say who made it.
    package func match(_ boot: Boot) -> StationProfile {
        match(vendor: boot.vendor, model: boot.model, firmware: boot.firmwareVersion)
    }

    private static let highestRank = 3

    private static func rank(of quirk: StationQuirk, in file: StationProfileFile) -> Int {
        if !quirk.range.isEverything { return highestRank }
        if file.match?.models != nil { return 2 }
        return file.match == nil ? 0 : 1
    }

    private static func trimmed(_ text: String?) -> String {
        let blank: (Character) -> Bool = { $0.isWhitespace }
        return String((text ?? "").drop(while: blank).reversed().drop(while: blank).reversed())
    }
}
