import Charging
import Metering
import Simulator

/// A record that passes on each reading as it is recorded.
struct ReadingQueue: Recorder {
    private let source: AsyncStream<MeterReading>
    private let sink: AsyncStream<MeterReading>.Continuation

    init() { (source, sink) = AsyncStream.makeStream() }

    func record(_ event: Event) async throws(RecordingError) -> Answer {
        if case .meter(let reading) = event { sink.yield(reading) }
        return .recorded
    }

    /// The next reading that comes and is wanted.
    func next(where isWanted: (MeterReading) -> Bool = { _ in true }) async -> MeterReading? {
        for await reading in source where isWanted(reading) { return reading }
        return nil
    }
}

extension SimulatedTelegramMeter {
    /// Where a line finds the meter.
    func address(_ formats: [CharacterFormat] = [.p1]) -> TelegramLineAddress {
        switch endpoint {
        case .tcp(let port): .tcp(host: "127.0.0.1", port: UInt16(port))
        case .serial(let device): .serial(device: device, formats: formats)
        }
    }
}
