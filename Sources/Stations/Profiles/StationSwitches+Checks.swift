import StrictTOML

extension StationSwitches {
    /// What the types do not say: how much a switch may be turned.
    func problems(at path: [TOMLStep], in document: TOMLDocument) -> [TOMLProblem] {
        let numbers: [(CodingKeys, Int?, ClosedRange<Int>)] = [
            (.returnAfterSeconds, returnAfterSeconds, 1...86400),
            (.bootAnswerDelayMilliseconds, bootAnswerDelayMilliseconds, 1...5000),
            (.answerTimeoutSeconds, answerTimeoutSeconds, 1...300),
            (.maxStackLevel, maxStackLevel, 0...100),
            (.shortestSampleIntervalSeconds, shortestSampleIntervalSeconds, 1...3600),
        ]
        let texts: [(CodingKeys, [String]?)] = [
            (.allowedMeasurands, allowedMeasurands), (.refusedMeasurands, refusedMeasurands),
            (.configurationKeyNames, configurationKeyNames.map { $0.keys.sorted() + $0.values.sorted() }),
        ]
        var problems = numbers.compactMap { key, number, allowed in
            number.flatMap { number in
                allowed.contains(number)
                    ? nil
                    : document.problem(
                        at: path + [.key(key.rawValue)],
                        "\(key.rawValue) must be \(allowed.lowerBound) to \(allowed.upperBound)")
            }
        }
        problems += texts.compactMap { key, names in
            names.flatMap { names in
                Self.areNames(names)
                    ? nil
                    : document.problem(
                        at: path + [.key(key.rawValue)],
                        "\(key.rawValue) must hold 1 to \(Self.mostNames) names of letters, digits, dots, _ and -")
            }
        }
        if let currentSteps, !Self.areSteps(currentSteps) {
            problems.append(
                document.problem(
                    at: path + [.key(CodingKeys.currentSteps.rawValue)],
                    "current_steps must be currents from 6 to 80 A, each larger than the one before"))
        }
        return problems
    }

    private static let mostNames = 50

    /// Measurands and configuration keys have 50 characters at most.
    private static func areNames(_ names: [String]) -> Bool {
        (1...mostNames).contains(names.count)
            && names.allSatisfy { name in
                (1...50).contains(name.count)
                    && name.utf8.allSatisfy { byte in
                        let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                        let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                        return isLetter || isDigit || ".-_".utf8.contains(byte)
                    }
            }
    }

    private static func areSteps(_ steps: [Int]) -> Bool {
        !steps.isEmpty && steps.allSatisfy { (6...80).contains($0) } && zip(steps, steps.dropFirst()).allSatisfy(<)
    }
}
