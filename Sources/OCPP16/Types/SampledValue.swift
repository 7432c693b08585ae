import OCPP

/// One value a station sampled. OCPP 1.6, section 7.43.
///
/// Every word is kept as it came: vendors use contexts, units and measurands outside the standard, and a value that
/// was sent as a number keeps its digits.
package struct SampledValue: Codable, Hashable, Sendable {
    package var value: String
    package var context: String?
    package var format: String?
    package var measurand: String?
    package var phase: String?
    package var location: String?
    package var unit: String?

    package init(
        value: String, context: String? = nil, format: String? = nil, measurand: String? = nil, phase: String? = nil,
        location: String? = nil, unit: String? = nil
    ) {
        self.value = value
        self.context = context
        self.format = format
        self.measurand = measurand
        self.phase = phase
        self.location = location
        self.unit = unit
    }

    private enum CodingKeys: String, CodingKey {
        case value, context, format, measurand, phase, location, unit
    }

    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        // A sample without its value says nothing; whoever reads it drops it, as it drops one with an empty value.
        value = try members.decodeIfPresent(OpaqueText.self, forKey: .value)?.text ?? ""
        context = try members.decodeIfPresent(String.self, forKey: .context)
        format = try members.decodeIfPresent(String.self, forKey: .format)
        measurand = try members.decodeIfPresent(String.self, forKey: .measurand)
        phase = try members.decodeIfPresent(String.self, forKey: .phase)
        location = try members.decodeIfPresent(String.self, forKey: .location)
        unit = try members.decodeIfPresent(String.self, forKey: .unit)
    }
}
