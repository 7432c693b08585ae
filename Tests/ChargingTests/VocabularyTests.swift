import Charging
import Testing

@Suite struct VocabularyTests {
    struct Time: Sendable, CustomTestStringConvertible {
        var text: String
        var utc: String?
        var zoneAssumed = false
        var testDescription: String { text }
    }

    @Test(arguments: [
        Time(text: "2026-04-14T18:30:00+02:00", utc: "2026-04-14T16:30:00Z"),
        Time(text: "2023-10-19T15:28:07", utc: "2023-10-19T15:28:07Z", zoneAssumed: true),
        Time(text: "2024-02-29T00:00:00.123456789Z", utc: "2024-02-29T00:00:00.123456Z"),
        Time(text: "1970-01-01T00:00:00Z", utc: "1970-01-01T00:00:00Z"),
        Time(text: "2026-01-01 00:00Z", utc: "2026-01-01T00:00:00Z"),
        Time(text: "2026-12-31T23:59:59.5-0130", utc: "2027-01-01T01:29:59.500Z"),
        Time(text: "2023-02-29T00:00:00Z", utc: nil), Time(text: "2026-13-01T00:00:00Z", utc: nil),
        Time(text: "2026-01-01T24:00:00Z", utc: nil), Time(text: "", utc: nil), Time(text: "yesterday", utc: nil),
        Time(text: "2026-01-01T00:00:00ZZ", utc: nil), Time(text: "2026-01-01T00:00:00.Z", utc: nil),
        Time(text: "0000-01-01T00:00:00Z", utc: "0000-01-01T00:00:00Z"),
        Time(text: "0000-01-01T00:00:00+01:00", utc: nil), Time(text: "9999-12-31T23:59:59-01:00", utc: nil),
        Time(text: "9999-12-31T23:59:60Z", utc: nil),
    ])
    func `times are read as devices write them`(_ time: Time) {
        let parsed = ISO8601(time.text)
        #expect(parsed?.timestamp.description == time.utc)
        #expect(parsed == nil || parsed?.zoneAssumed == time.zoneAssumed)
    }

    @Test func `every day of four centuries survives writing and reading`() {
        var day = Timestamp(seconds: -11_676_096_000)
        while day < Timestamp(seconds: 4_102_444_800) {
            #expect(ISO8601(day.description)?.timestamp == day)
            day = day + .hours(24 * 17)
        }
    }

    struct Number: Sendable, CustomTestStringConvertible {
        var text: String
        var written: String?
        var testDescription: String { text }
    }

    @Test(arguments: [
        Number(text: "1.6250000000000002", written: "1.6250000000000002"),
        Number(text: "165333.00", written: "165333.00"),
        Number(text: "-0.5", written: "-0.5"), Number(text: "1.5E+3", written: "1500"),
        Number(text: "5e-2", written: "0.05"),
        Number(text: "+7", written: "7"), Number(text: "", written: nil), Number(text: "NaN", written: nil),
        Number(text: "1,5", written: nil), Number(text: ".", written: nil),
        Number(text: "99999999999999999999", written: nil),
        Number(text: "1.2.3", written: nil), Number(text: "1e99", written: nil),
    ])
    func `decimal numbers are kept to the digit`(_ number: Number) {
        #expect(ExactDecimal(number.text)?.description == number.written)
    }

    @Test func `decimal numbers compare and subtract by value`() throws {
        let long = try #require(ExactDecimal("1.50"))
        let short = try #require(ExactDecimal("1.5"))
        #expect(long == short)
        #expect(Set([long, short]).count == 1)
        #expect(try #require(ExactDecimal("0.3").flatMap { $0.minus(ExactDecimal("0.1")!) }) == ExactDecimal("0.2")!)
        #expect(ExactDecimal(.max).plus(ExactDecimal(1)) == nil)
        #expect(ExactDecimal("0.0000000000000001")! < ExactDecimal(Int64.max))
    }

    struct Rounding: Sendable, CustomTestStringConvertible {
        var wattHours: Int64
        var tenths: Int64
        var testDescription: String { "\(wattHours) Wh" }
    }

    @Test(arguments: [
        Rounding(wattHours: 0, tenths: 0), Rounding(wattHours: 49, tenths: 0), Rounding(wattHours: 50, tenths: 1),
        Rounding(wattHours: 149, tenths: 1), Rounding(wattHours: 150, tenths: 2),
        Rounding(wattHours: 32_549, tenths: 325),
        Rounding(wattHours: -50, tenths: -1), Rounding(wattHours: -49, tenths: 0),
        Rounding(wattHours: .max, tenths: 92_233_720_368_547_758),
    ])
    func `kilowatt-hours are rounded half away from zero`(_ rounding: Rounding) {
        #expect(Energy(wattHours: rounding.wattHours).tenthsOfKilowattHour == rounding.tenths)
    }

    @Test func `registers in kWh and Wh are the same quantity`() {
        #expect(SampledValue(value: "1.5", unit: "kWh").importRegister == ExactDecimal(1500))
        #expect(SampledValue(value: "1500").importRegister == ExactDecimal(1500))
        #expect(SampledValue(value: "", unit: "Wh").importRegister == nil)
        #expect(SampledValue(value: "7", measurand: "Power.Active.Import", unit: "W").importRegister == nil)
        #expect(SampledValue(value: "15.630", context: "Sample.Periodic", unit: "A").importRegister == nil)
        #expect(SampledValue(value: "7", phase: "L1").importRegister == nil)
    }

    @Test func `the id after the largest is 1`() {
        #expect(TransactionID(Int64(Int32.max))?.next == TransactionID(1))
        #expect(TransactionID(Int64(Int32.max) + 1) == nil)
    }
}
