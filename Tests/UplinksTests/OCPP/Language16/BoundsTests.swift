import OCPP
import OCPP16
import Testing

@testable import Charging
@testable import Uplinks

@Suite struct Language16BoundsTests {
    private func values(_ count: Int, signedEvery interval: Int? = nil, bytes: Int = 1000) -> [Charging.MeterValue] {
        (0..<count).map { index in
            var value = Charging.MeterValue.sample("\(1000 + index)", at: Stage16.beginning + .seconds(Int64(index)))
            if let interval, index % interval == 0 {
                value.sampledValues.append(
                    Charging.SampledValue(value: String(repeating: "\"", count: bytes), format: "SignedData"))
            }
            return value
        }
    }

    private func stop(_ values: [Charging.MeterValue]) throws -> (StopTransaction, bytes: Int) {
        var stage = Stage16()
        stage.memory = Stage16.open()
        let stop: StopTransaction = try stage.call(.transactionEnded(.sample(values: values)), Session.over().settled)
        return (stop, try Stage16.inspect(stop).utf8.count)
    }

    @Test func `what fits is left as it is`() throws {
        #expect(try stop(values(500)).0.transactionData?.count == 500)
    }

    @Test func `a long transaction is thinned evenly, and keeps its beginning and its end`() throws {
        let (stop, bytes) = try stop(values(20_000))
        let kept = try #require(stop.transactionData)
        #expect(bytes < 200_000)
        #expect(kept.count > 200)
        #expect(kept.first?.sampledValue.first?.value == "1000")
        #expect(kept.last?.sampledValue.first?.value == "20999")
        let numbers = kept.compactMap { Int($0.sampledValue[0].value) }
        let gaps = zip(numbers.dropFirst(), numbers).map { $0 - $1 }
        #expect(numbers == numbers.sorted())
        #expect((gaps.max() ?? 0) <= 2 * (gaps.dropLast().min() ?? 0))
    }

    @Test func `what is signed stays longest`() throws {
        let (stop, bytes) = try stop(values(5000, signedEvery: 100))
        #expect(bytes < 256_000)
        let signed = try #require(stop.transactionData).flatMap(\.sampledValue).filter { $0.format == "SignedData" }
        #expect(signed.count == 50)
        #expect(signed.allSatisfy { $0.value == String(repeating: "\"", count: 1000) })
    }

    @Test func `where even that is too much, the first and the last stay`() throws {
        let (stop, bytes) = try stop(values(200, signedEvery: 1))
        #expect(bytes < 256_000)
        #expect(stop.transactionData?.count == 2)
        #expect(stop.transactionData?.allSatisfy { $0.sampledValue.count == 2 } == true)
        #expect(try self.stop(values(2, signedEvery: 1, bytes: 200_000)).0.transactionData == nil)
    }
}
