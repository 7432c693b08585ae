import Glibc
import Logging
import Synchronization
import Testing

@testable import Metering
@testable import Simulator

/// A meter that knows one answer by heart.
private struct Recital: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var block: RegisterBlock
    var request: [UInt8]
    var answer: [UInt8]
    var result: Result<[UInt16], BusError>
}

private final class Heard: Sendable {
    let bytes = Mutex<[UInt8]>([])
}

/// Waits for eight bytes, then says its answer.
private func recite(_ answer: [UInt8], on controller: CInt) -> [UInt8] {
    var heard: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 8)
    while heard.count < 8 {
        let count = unsafe read(controller, &buffer, 8 - heard.count)
        guard count > 0 else { break }
        heard += buffer.prefix(count)
    }
    _ = unsafe write(controller, answer, answer.count)
    return heard
}

@Test(
    .timeLimit(.minutes(1)),
    arguments: [
        Recital(
            testDescription: "the import register of an SDM630",
            block: RegisterBlock(function: .input, address: 0x48, count: 2),
            request: [0x01, 0x04, 0x00, 0x48, 0x00, 0x02, 0xF1, 0xDD],
            answer: [0x01, 0x04, 0x04, 0x44, 0x9A, 0x50, 0x00, 0xF3, 0x5B], result: .success([0x449A, 0x5000])),
        Recital(
            testDescription: "an exception", block: RegisterBlock(function: .input, address: 0x48, count: 2),
            request: [0x01, 0x04, 0x00, 0x48, 0x00, 0x02, 0xF1, 0xDD], answer: [0x01, 0x84, 0x02, 0xC2, 0xC1],
            result: .failure(.exception(2))),
        Recital(
            testDescription: "the SunSpec probe", block: RegisterBlock(function: .holding, address: 40_000, count: 2),
            request: [0x01, 0x03, 0x9C, 0x40, 0x00, 0x02, 0xEB, 0x8F],
            answer: [0x01, 0x03, 0x04, 0x53, 0x75, 0x6E, 0x53, 0x96, 0xF0], result: .success([0x5375, 0x6E53])),
    ])
private func `frames are those of the standard`(_ recital: Recital) async throws {
    let terminal = try PseudoTerminal()
    let (controller, heard) = (terminal.controller, Heard())
    let bus = Bus(
        name: "line", address: .serial(SerialSettings(device: terminal.device)), timeout: .seconds(5),
        clock: ManualClock(), logger: quiet)
    async let listening: Void = onOwnThread(named: "recital") {
        heard.bytes.withLock { $0 = recite(recital.answer, on: controller) }
    }
    let result: Result<[UInt16], BusError>
    do throws(BusError) {
        result = .success(try await bus.read([recital.block], unit: 1).blocks[0])
    } catch {
        result = .failure(error)
    }
    await listening
    #expect(heard.bytes.withLock { $0 } == recital.request)
    #expect(result == recital.result)
    withExtendedLifetime(terminal) {}
}
