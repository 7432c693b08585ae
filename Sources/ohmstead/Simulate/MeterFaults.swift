import ArgumentParser
import ServiceLifecycle
import Simulator

/// What goes wrong with a simulated meter, one after the other.
struct MeterFaults: ParsableArguments {
    @Option(help: "So many requests are not answered.")
    var silent = 0

    @Option(help: "So many answers have a wrong checksum; over TCP, the number of another request.")
    var wrongChecksum = 0

    @Option(help: "So many answers have the words of each value the wrong way round.")
    var swappedWords = 0

    @Option(help: "So many requests find all registers 0.")
    var zeros = 0

    @Option(help: "So many requests are answered with exception 6, busy.")
    var busy = 0

    @Option(help: "So many answers come too late.")
    var late = 0

    @Option(help: "By so many milliseconds.")
    var lateBy = 1500

    @Option(help: "After so many seconds the import register is set back to 0.")
    var resetAfter: Int?

    @Option(help: "After so many seconds another meter hangs there, with another serial number.")
    var exchangeAfter: Int?

    func validate() throws {
        let counts = [silent, wrongChecksum, swappedWords, zeros, busy, late]
        guard counts.allSatisfy({ $0 >= 0 }), (1...60_000).contains(lateBy),
            [resetAfter, exchangeAfter].allSatisfy({ (1...86_400).contains($0 ?? 1) })
        else {
            throw ValidationError("Counts must not be negative, and times are up to a day, a delay up to a minute.")
        }
    }

    /// Each fault with how many requests meet it.
    private var row: [(MeterFault, Int)] {
        [
            (.silent, silent), (.wrongChecksum, wrongChecksum), (.swappedWords, swappedWords), (.zeros, zeros),
            (.exception(6), busy), (.late(.milliseconds(lateBy)), late),
        ].filter { $0.1 > 0 }
    }

    func service(for meter: SimulatedMeter) -> some Service {
        Schedule(meter: meter, row: row, resetAfter: resetAfter, exchangeAfter: exchangeAfter)
    }

    private struct Schedule: Service {
        let meter: SimulatedMeter
        let row: [(MeterFault, Int)]
        let resetAfter: Int?
        let exchangeAfter: Int?

        func run() async throws {
            meter.inject(row)
            await cancelWhenGracefulShutdown {
                await withDiscardingTaskGroup { group in
                    if let resetAfter {
                        group.addTask {
                            await later(resetAfter, "The register was set back.") { $0.setImport(wattHours: 0) }
                        }
                    }
                    if let exchangeAfter {
                        group.addTask {
                            await later(exchangeAfter, "Another meter answers now.") {
                                $0.exchange(serialNumber: 1_000_001, wattHours: 5)
                            }
                        }
                    }
                }
            }
        }

        private func later(_ seconds: Int, _ words: String, _ body: (SimulatedMeter) -> Void) async {
            do { try await Task.sleep(for: .seconds(seconds)) } catch { return }
            body(meter)
            Simulate.say(words)
        }
    }
}
