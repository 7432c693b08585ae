/// What a profile gives, for the person who wrote it.
package struct ProfileReport: Hashable, Codable, Sendable {
    /// What the profile is of.
    package enum Kind: String, Codable, Sendable { case meter, wallbox }

    /// What comes of a visit, one line each.
    package struct Value: Hashable, Codable, Sendable {
        /// `1-0:1.8.0`
        package var obis: String
        package var unit: String
        /// The smallest difference it can show, in `unit`; `nil` where the device or the format decides.
        package var step: String?
        package var type: String
        /// `holding 0x5000`, or what it is the sum of.
        package var place: String
    }

    package var file: String
    package var kind: Kind
    package var vendor: String
    package var model: String
    package var values: [Value]
    /// Requests of one visit.
    package var requests: Int
    /// Bytes of those requests and their answers on a serial line.
    package var bytes: Int
    /// The speed that the time is for: the device's own, or 9600.
    package var baud: Int
    /// The least that a visit can take at that speed, without the time the device thinks.
    package var milliseconds: Double
    /// How the device is recognised, set and read, as sentences.
    package var remarks: [String]
    /// What a person should think about, as sentences.
    package var warnings: [String]
}
