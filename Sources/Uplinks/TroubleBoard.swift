import Charging

/// The health conditions of one uplink: raises what is wrong now and takes down what was.
struct TroubleBoard {
    private let uplink: UplinkName
    private let health: Health
    private var raised: Set<String> = []
    /// What keeps it from delivering, or what there is to say about the last delivery.
    private(set) var current: Trouble?

    init(uplink: UplinkName, health: Health) {
        self.uplink = uplink
        self.health = health
    }

    /// These, and nothing else but the parked ones, are wrong now.
    mutating func show(_ troubles: [Trouble], _ severity: Severity) {
        current = troubles.first
        let codes = Set(troubles.map { code($0.code) })
        for code in raised.subtracting(codes) { health.clear(code) }
        for trouble in troubles {
            health.raise(code(trouble.code), severity, "\(uplink): \(trouble.summary)", remedy: trouble.remedy)
        }
        raised = codes
    }

    func show(parked count: Int) {
        guard count > 0 else { return health.clear(code("parked")) }
        health.raise(
            code("parked"), .warning,
            "\(uplink): \(count) \(count == 1 ? "record was" : "records were") refused and will not be sent.",
            remedy: "Read the reasons beside the parked records in `ohmstead status`.")
    }

    private func code(_ part: String) -> String { "uplink.\(uplink).\(part)" }
}
