import StrictTOML

/// Collects what is wrong, so that everything is told at once.
struct Findings {
    private let document: TOMLDocument
    private(set) var problems: [Problem] = []

    init(_ document: TOMLDocument) { self.document = document }

    mutating func error(_ place: Place, _ message: String, _ hint: String? = nil) {
        add(.error, place, message, hint)
    }

    mutating func warning(_ place: Place, _ message: String, _ hint: String? = nil) {
        add(.warning, place, message, hint)
    }

    /// The problems of another file, a meter profile for instance.
    mutating func add(_ others: [Problem]) { problems += others }

    func line(_ place: Place) -> Int? { document.line(of: place.path) }

    /// What holds for several stations alike is told once.
    private mutating func add(_ severity: Problem.Severity, _ place: Place, _ message: String, _ hint: String?) {
        let problem = Problem(
            severity: severity, file: document.file, line: line(place), message: message, hint: hint)
        if !problems.contains(problem) { problems.append(problem) }
    }
}

// The checks that more than one section needs.
extension Findings {
    mutating func check(_ value: Int, in range: ClosedRange<Int>, _ place: Place) {
        guard !range.contains(value), let key = place.key else { return }
        error(
            place, "\(key) = \(value) is out of range.",
            "Write a number from \(range.lowerBound) to \(range.upperBound).")
    }

    /// A name that shows up in logs, tables and URLs.
    mutating func check(name: String, _ place: Place) {
        guard name.isEmpty || name.count > 48 || name.contains(where: { !$0.isPrintable || $0 == "/" }) else { return }
        error(
            place, "\(name.quoted) cannot be a name.", "Use 1 to 48 characters without \"/\" and control characters.")
    }

    mutating func check(address: String, _ place: Place) {
        guard HostPort(address) == nil else { return }
        error(
            place, "\(address.quoted) is no address with a port.",
            "Write host:port, \"0.0.0.0:9000\" or \"[::1]:9000\" for instance; the port is a number up to 65535.")
    }

    /// Names that must be different: says where the first one is.
    mutating func checkUnique(_ names: [(name: String, place: Place)], _ noun: String) {
        var first: [String: Place] = [:]
        for (name, place) in names {
            guard let earlier = first.updateValue(first[name] ?? place, forKey: name) else { continue }
            let before = line(earlier).map { " on line \($0)" } ?? ""
            error(place, "There is a \(noun) \(name.quoted) already\(before).", "Give one of them another name.")
        }
    }

    /// A name that must stand in some block of the file.
    mutating func check(reference name: String, among names: [String], _ noun: String, _ place: Place) {
        guard !names.contains(name) else { return }
        let hint =
            if let nearest = Suggestion.nearest(to: name, among: names) {
                "Did you mean \(nearest.quoted)?"
            } else if names.isEmpty {
                "Add a block [[\(noun)]] for it."
            } else {
                "Write one of \(names.sorted().map(\.quoted).joined(separator: ", ")), or add a block [[\(noun)]] for it."
            }
        error(place, "There is no \(noun) \(name.quoted).", hint)
    }
}
