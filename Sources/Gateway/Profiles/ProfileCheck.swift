import Metering
import Stations
import StrictTOML

/// Reads the profile of a device as the daemon would, and says what it gives.
package enum ProfileCheck {
    private static let usualBaud = 9600

    /// The kind of device is told by what the file has: only a wallbox has `[[state]]`.
    package static func report(path: String) throws(ConfigurationProblems) -> ProfileReport {
        do throws(TOMLProblem) {
            let document = try TOMLDocument(path: path)
            if document.line(of: ["state"]) != nil {
                return report(try WallboxProfile(document), path: path)
            }
            return report(try MeterProfile(document), path: path)
        } catch {
            throw ConfigurationProblems(error.all.map(Problem.init))
        }
    }

    private static func report(_ profile: MeterProfile, path: String) -> ProfileReport {
        let words = MeterProfileWords(profile)
        return report(
            .meter, path: path, profile.vendor, profile.model, profile.blocks, baud: profile.serial?.baud,
            values: words.values, remarks: words.remarks, warnings: words.warnings)
    }

    private static func report(_ profile: WallboxProfile, path: String) -> ProfileReport {
        report(.wallbox, path: path, profile.vendor, profile.model, profile.blocks, baud: nil)
    }

    private static func report(
        _ kind: ProfileReport.Kind, path: String, _ vendor: String, _ model: String, _ blocks: [RegisterBlock],
        baud: Int?, values: [ProfileReport.Value] = [], remarks: [String] = [], warnings: [String] = []
    ) -> ProfileReport {
        let cost = VisitCost(of: blocks)
        let baud = baud ?? usualBaud
        return ProfileReport(
            file: path, kind: kind, vendor: vendor, model: model, values: values, requests: cost.requests,
            bytes: cost.bytes, baud: baud, milliseconds: cost.time(at: LineSpeed(baud: baud)) / .milliseconds(1),
            remarks: remarks,
            warnings: warnings)
    }
}
