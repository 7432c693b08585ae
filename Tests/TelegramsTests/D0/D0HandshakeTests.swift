import Testing

@testable import Telegrams

@Suite struct D0HandshakeTests {
    @Test func `a request asks everyone, or one address`() {
        #expect(D0Handshake.request() == Array("/?!\r\n".utf8))
        #expect(D0Handshake.request(address: "00012345") == Array("/?00012345!\r\n".utf8))
        #expect(D0Handshake.request(address: "1!\r\n") == nil)
        #expect(D0Handshake.request(address: String(repeating: "1", count: 33)) == nil)
    }

    @Test(arguments: [
        ("/ISK5MT174-0002", D0Mode.asks(baud: 9600, acknowledgement: [0x06, 0x30, 0x35, 0x30, 0x0D, 0x0A])),
        ("/ISK0x", .asks(baud: 300, acknowledgement: [0x06, 0x30, 0x30, 0x30, 0x0D, 0x0A])),
        ("/ABB6x", .asks(baud: 19_200, acknowledgement: [0x06, 0x30, 0x36, 0x30, 0x0D, 0x0A])),
        ("/LGZAx", .changes(baud: 600)), ("/LGZFx", .changes(baud: 19_200)), ("/LGZ\\x", .stays), ("/LGZ9x", .stays),
    ])
    func `the name says how the meter goes on`(_ line: String, _ mode: D0Mode) throws {
        #expect(D0Mode(try #require(Identification(line.utf8))) == mode)
    }

    @Test func `the speed of the data follows from the mode`() {
        #expect(D0Mode.stays.dataBaud == 300)
        #expect(D0Mode.changes(baud: 1200).dataBaud == 1200)
        #expect(D0Mode.asks(baud: 4800, acknowledgement: []).dataBaud == 4800)
    }

    @Test func `a name has its parts`() throws {
        let quick = try #require(Identification("/ISk5\\2MT382-1000".utf8))
        #expect(quick.manufacturer == "ISk" && quick.speed == "5" && quick.model == "MT382-1000")
        #expect(quick.reactionTime == .milliseconds(20))
        #expect(try #require(Identification("/EMH5eHZ".utf8)).reactionTime == .milliseconds(200))
    }

    @Test(arguments: [
        "", "/", "/AB", "/ABC", "ISK5x", "/1SK5x", "/IS 5x", "/ISK5\u{7}", "/ISK5" + String(repeating: "x", count: 64),
    ])
    func `what is no name is none`(_ line: String) {
        #expect(Identification(line.utf8) == nil)
    }
}
