import Testing

@testable import Simulator

private let read = ModbusRequest([4, 0x00, 0x48, 0x00, 0x02], unit: 1)

@Test func `the checksum is that of the standard`() {
    #expect(RTUFrame.checksum(of: Array("123456789".utf8)) == 0x4B37)
    #expect(RTUFrame(bytes: [1, 4, 0, 0x48, 0, 2]).withChecksum == [1, 4, 0, 0x48, 0, 2, 0xF1, 0xDD])
}

@Test func `an answer holds the registers, or says that they are not there`() {
    var registers = SDM630Registers()
    registers.fill(watts: 0, importWattHours: 1_234_500, exportWattHours: 0, serialNumber: 1)
    let answer = RTUFrame.answer(to: read, from: registers.image, unit: 1)
    #expect(answer.withChecksum == [0x01, 0x04, 0x04, 0x44, 0x9A, 0x50, 0x00, 0xF3, 0x5B])
    let past = ModbusRequest([4, 0x20, 0x00, 0x00, 0x02], unit: 1)
    let refusal = RTUFrame.answer(to: past, from: registers.image, unit: 1)
    #expect(refusal.withChecksum == [0x01, 0x84, 0x02, 0xC2, 0xC1])
}

@Test func `a write is confirmed with what was written`() {
    let single = ModbusRequest([6, 0x01, 0x05, 0x00, 0xA0], unit: 1)
    #expect(RTUFrame.answer(to: single, from: RegisterImage(), unit: 3).bytes == [3, 6, 1, 5, 0, 0xA0])
    let several = ModbusRequest([16, 0x01, 0x05, 0x00, 0x02, 0x04, 0, 1, 0, 2], unit: 1)
    #expect(RTUFrame.answer(to: several, from: RegisterImage(), unit: 3).bytes == [3, 16, 1, 5, 0, 2])
}

@Test func `a request tells how long it is`() {
    #expect(RTUFrame.length(of: [1]) == nil)
    #expect(RTUFrame.length(of: [1, 4]) == 8)
    #expect(RTUFrame.length(of: [1, 16, 0, 0, 0, 2]) == nil)
    #expect(RTUFrame.length(of: [1, 16, 0, 0, 0, 2, 4]) == 13)
    #expect(RTUFrame.length(of: [1, 99]) == 0)
}
