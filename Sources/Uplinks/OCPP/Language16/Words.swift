import Charging

extension Language16 {
    /// The site's words in those of OCPP 1.6.
    enum Words {
        static let contexts: Set<String> = [
            "Interruption.Begin", "Interruption.End", "Other", "Sample.Clock", "Sample.Periodic", "Transaction.Begin",
            "Transaction.End", "Trigger",
        ]
        static let measurands: Set<String> = [
            "Current.Export", "Current.Import", "Current.Offered", "Energy.Active.Export.Interval",
            "Energy.Active.Export.Register", "Energy.Active.Import.Interval", "Energy.Active.Import.Register",
            "Energy.Reactive.Export.Interval", "Energy.Reactive.Export.Register", "Energy.Reactive.Import.Interval",
            "Energy.Reactive.Import.Register", "Frequency", "Power.Active.Export", "Power.Active.Import",
            "Power.Factor", "Power.Offered", "Power.Reactive.Export", "Power.Reactive.Import", "RPM", "SoC",
            "Temperature", "Voltage",
        ]
        static let phases: Set<String> = [
            "L1", "L1-L2", "L1-N", "L2", "L2-L3", "L2-N", "L3", "L3-L1", "L3-N", "N",
        ]
        static let locations: Set<String> = ["Body", "Cable", "EV", "Inlet", "Outlet"]
        private static let units: Set<String> = [
            "A", "Celsius", "Fahrenheit", "K", "Percent", "V", "VA", "W", "Wh", "kVA", "kW", "kWh", "kvar", "kvarh",
            "var", "varh",
        ]
        /// There were no words for them, and they have no other unit.
        private static let unspoken: [String: Set<String>] = ["Frequency": ["Hertz", "Hz"], "RPM": ["rpm", "RPM"]]
        private static let reasons: Set<String> = [
            "DeAuthorized", "EVDisconnected", "EmergencyStop", "HardReset", "Other", "PowerLoss", "Reboot", "Remote",
            "SoftReset", "UnlockCommand",
        ]

        /// What is absent has its default, so it is known.
        static func knows(_ word: String?, among words: Set<String>) -> Bool { word.map(words.contains) ?? true }

        static func context(_ word: String?) -> String? { word.map { contexts.contains($0) ? $0 : "Other" } }

        static func knows(unit word: String?, of measurand: String?) -> Bool {
            word == nil || unspoken[measurand ?? ""]?.contains(word ?? "") == true || unit(word) != nil
        }

        /// `nil` where none is told.
        static func unit(_ word: String?) -> String? {
            // The standard's own spelling was put right later; what is told has the right one.
            if word == "Celcius" { return "Celsius" }
            return word.flatMap { units.contains($0) ? $0 : nil }
        }

        /// Why a transaction ended; `nil` is `Local`, which need not be told. Where the station did not say it, nobody
        /// knows that it was stopped there.
        static func reason(_ word: String?) -> String? {
            switch word {
            case "Local": nil
            case "ImmediateReset": "HardReset"
            case let word? where reasons.contains(word): word
            default: "Other"
            }
        }

        /// OCPP 1.6 allows 20 characters. What is longer keeps its beginning, and a number made from all of it, so that
        /// two tags that begin alike stay two.
        static func idTag(_ text: String) -> String {
            guard text.unicodeScalars.count > 20 else { return text }
            let whole = Tag(text)?.text ?? text
            // FNV-1a over what makes two tags the same.
            let hash = whole.utf8.reduce(UInt32(0x811c_9dc5)) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
            let digits = String(hash, radix: 16, uppercase: true)
            let number = String(repeating: "0", count: 8 - digits.count) + digits
            return cut(whole, 11) + "-" + number
        }

        /// It may have been made from a longer tag.
        static func mayBeShortened(_ idTag: String) -> Bool {
            let parts = idTag.split(separator: "-", omittingEmptySubsequences: false)
            return idTag.unicodeScalars.count == 20 && parts.count > 1 && parts.last?.utf8.count == 8
                && parts.last?.allSatisfy(\.isHexDigit) == true
        }

        /// The standard counts code points.
        static func cut(_ text: String, _ most: Int) -> String {
            text.utf8.count <= most ? text : String(String.UnicodeScalarView(text.unicodeScalars.prefix(most)))
        }

        /// ISO 8601 with three digits of a second at most: some take no more.
        static func time(_ moment: Timestamp) -> String { inMilliseconds(moment).description }

        static func inMilliseconds(_ moment: Timestamp) -> Timestamp {
            Timestamp(microseconds: moment.microseconds - moment.microseconds % 1000)
        }

        static func energy(_ wattHours: Int64?) -> String { wattHours.map { "\($0) Wh" } ?? "no known energy" }
    }
}
