/// How registers are read, whoever reads them.
package typealias RegisterReading = (RegisterBlock) async throws(BusError) -> [UInt16]

/// Finds out which of the known models answers.
package struct Recogniser: Sendable {
    /// A model that may be the one that answers.
    package struct Candidate: Hashable, Sendable {
        /// A SunSpec profile stands here as it was found, with addresses on the wire.
        package var profile: MeterProfile
        package var strength: ModelSignature.Strength
    }

    private let profiles: [MeterProfile]

    package init(profiles: [MeterProfile]) { self.profiles = profiles }

    /// The models that fit, those that name themselves first, the more particular before the more general. Plausible
    /// ones are only looked for when none names itself. Empty when somebody answers whom no profile fits; silence and
    /// disturbances are thrown.
    package func candidates(reading: RegisterReading) async throws(BusError) -> [Candidate] {
        var answers: [RegisterBlock: [UInt16]?] = [:]
        var found: [(candidate: Candidate, checks: Int)] = []
        for strength in [ModelSignature.Strength.stated, .plausible] where found.isEmpty {
            for profile in profiles where profile.sunSpecModel == nil && profile.signature.strength == strength {
                let signature = profile.signature
                guard try await matches(signature, &answers, reading) else { continue }
                let hints = try await read(signature.hintBlocks, &answers, reading)
                let candidate = Candidate(profile: profile, strength: strength)
                found.append((candidate, signature.blocks.count + signature.likelihood(hints)))
            }
            guard strength == .stated, profiles.contains(where: { $0.sunSpecModel != nil }),
                let directory = try await SunSpec.walk(reading)
            else { continue }
            for profile in profiles where profile.sunSpecModel != nil {
                guard let located = profile.located(in: directory) else { continue }
                found.append((Candidate(profile: located, strength: strength), 1))
            }
        }
        return found.sorted { $0.checks > $1.checks }.map(\.candidate)
    }

    /// No block is read twice, and none after one that already does not fit.
    private func matches(
        _ signature: ModelSignature, _ answers: inout [RegisterBlock: [UInt16]?], _ reading: RegisterReading
    ) async throws(BusError) -> Bool {
        var words: [[UInt16]?] = []
        for block in signature.blocks {
            words += try await read([block], &answers, reading)
            if words.last == .some(nil) { return false }
        }
        return signature.matches(words)
    }

    /// `nil` for what the device refuses.
    private func read(
        _ blocks: [RegisterBlock], _ answers: inout [RegisterBlock: [UInt16]?], _ reading: RegisterReading
    ) async throws(BusError) -> [[UInt16]?] {
        var words: [[UInt16]?] = []
        for block in blocks {
            if let known = answers[block] {
                words.append(known)
            } else {
                let answer = try await SunSpec.unlessRefused(block, reading)
                answers[block] = .some(answer)
                words.append(answer)
            }
        }
        return words
    }
}
