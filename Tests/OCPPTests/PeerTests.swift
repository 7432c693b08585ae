import OCPP
import Testing

@Suite struct PeerTests {
    @Test func `one call is outstanding and the next follows its answer`() {
        var peer = Peer()
        #expect(peer.admit(id(1)) == .transmit)
        #expect(peer.admit(id(2)) == .wait)
        #expect(peer.admit(id(3)) == .wait)
        #expect(peer.receive(id(1)) == .settled(next: id(2)))
        #expect(peer.receive(id(2)) == .settled(next: id(3)))
        #expect(peer.receive(id(3)) == .settled(next: nil))
        #expect(peer.admit(id(4)) == .transmit)
    }

    @Test func `a late answer is ignored`() {
        var peer = Peer()
        _ = peer.admit(id(1))
        _ = peer.admit(id(2))
        #expect(peer.giveUp(id(1)) == id(2))
        #expect(peer.receive(id(1)) == .ignored)
        #expect(peer.receive(id(2)) == .settled(next: nil))
        #expect(peer.receive(id(2)) == .ignored)
    }

    @Test func `an answer to a call nobody made is ignored`() {
        var peer = Peer()
        #expect(peer.receive(id(9)) == .ignored)
        _ = peer.admit(id(1))
        #expect(peer.receive(id(9)) == .ignored)
        #expect(peer.receive(id(1)) == .settled(next: nil))
    }

    @Test func `an id that comes back as a number is recognised`() {
        var peer = Peer()
        _ = peer.admit(MessageID("17"))
        guard case .result(let id, _) = Frame("[3,17,{}]") else {
            Issue.record("no result")
            return
        }
        #expect(peer.receive(id) == .settled(next: nil))
    }

    @Test func `the queue is bounded`() {
        var peer = Peer(waitingLimit: 2)
        _ = peer.admit(id(1))
        _ = peer.admit(id(2))
        _ = peer.admit(id(3))
        #expect(peer.admit(id(4)) == .refuse)
        _ = peer.receive(id(1))
        #expect(peer.admit(id(4)) == .wait)
    }

    @Test func `giving up a waiting call leaves the outstanding one alone`() {
        var peer = Peer()
        _ = peer.admit(id(1))
        _ = peer.admit(id(2))
        _ = peer.admit(id(3))
        #expect(peer.giveUp(id(2)) == nil)
        #expect(peer.receive(id(1)) == .settled(next: id(3)))
    }

    @Test func `a lost connection loses every call, in order`() {
        var peer = Peer()
        _ = peer.admit(id(1))
        _ = peer.admit(id(2))
        _ = peer.admit(id(3))
        #expect(peer.disconnect() == [id(1), id(2), id(3)])
        #expect(peer.disconnect() == [])
        #expect(peer.receive(id(1)) == .ignored)
    }

    private func id(_ number: Int) -> MessageID { MessageID("call-\(number)") }
}
