import NIOCore

/// What a run has seen. It lives on the one event loop of the run.
final class Measurements {
    private var latenciesNanoseconds: [Int64] = []
    private var arrivalsNanoseconds: [Int64] = []
    private var answers = 0
    private(set) var errors: [String: Int] = [:]
    private var opened = NIODeadline.distantPast
    private var begin = NIODeadline.distantPast
    private var end = NIODeadline.distantFuture

    /// The stations begin to connect.
    func open() { opened = .now() }

    /// A station is through with what it does once.
    func arrived() { arrivalsNanoseconds.append((NIODeadline.now() - opened).nanoseconds) }

    /// Counts from now on, and forgets the messages of the warm-up.
    func start() {
        latenciesNanoseconds.removeAll(keepingCapacity: true)
        begin = .now()
    }

    func stop() { end = .now() }

    /// A message was answered.
    func answered(sent: NIODeadline, at now: NIODeadline) {
        answers += 1
        guard now <= end else { return }
        latenciesNanoseconds.append((now - sent).nanoseconds)
    }

    func failed(_ reason: String) { errors[reason, default: 0] += 1 }

    /// How the stations arrived, as one line of JSON. The milliseconds count from the moment the first one set out.
    func arrivals() -> String {
        let sorted = arrivalsNanoseconds.sorted()
        let seconds = Double(sorted.last ?? 0) / 1e9
        return """
            {"stations": \(sorted.count), "seconds": \(rounded(seconds)), \
            "stations_per_second": \(rounded(seconds > 0 ? Double(sorted.count) / seconds : 0)), \
            "p50_ms": \(milliseconds(sorted, 50)), "p99_ms": \(milliseconds(sorted, 99)), \
            "max_ms": \(milliseconds(sorted, 100)), "errors": {\(reasons)}}
            """
    }

    /// One line of JSON.
    func report(stations: Int, connecting: TimeAmount) -> String {
        let sorted = latenciesNanoseconds.sorted()
        let seconds = Double((end - begin).nanoseconds) / 1e9
        return """
            {"stations": \(stations), "messages": \(sorted.count), "seconds": \(rounded(seconds)), \
            "messages_per_second": \(rounded(Double(sorted.count) / seconds)), \
            "p50_ms": \(milliseconds(sorted, 50)), "p99_ms": \(milliseconds(sorted, 99)), \
            "max_ms": \(milliseconds(sorted, 100)), "answers_with_warm_up": \(answers), \
            "connect_and_boot_seconds": \(rounded(Double(connecting.nanoseconds) / 1e9)), \
            "errors": {\(reasons)}}
            """
    }

    private var reasons: String {
        errors.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \($0.value)" }.joined(separator: ", ")
    }

    /// The smallest latency that `percent` of the messages do not exceed.
    private func milliseconds(_ sorted: [Int64], _ percent: Int) -> String {
        guard let last = sorted.last else { return "null" }
        let rank = (sorted.count * percent + 99) / 100
        let nanoseconds = rank < sorted.count ? sorted[max(rank - 1, 0)] : last
        return rounded(Double(nanoseconds) / 1e6)
    }

    private func rounded(_ number: Double) -> String { String((number * 1000).rounded() / 1000) }
}
