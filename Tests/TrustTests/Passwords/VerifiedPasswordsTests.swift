import Testing

@testable import Trust

@Suite struct VerifiedPasswordsTests {
    private let password = Array("open sesame".utf8)
    private let hash: PasswordHash

    init() throws { hash = try PasswordHash.make(password, cost: PasswordHashTests.quick) }

    @Test func `a password that opened is remembered`() throws {
        let memory = try VerifiedPasswords()
        #expect(!memory.remembers(password, for: "CP1", hash: hash))
        #expect(memory.opens(password, for: "CP1", hash: hash))
        #expect(memory.remembers(password, for: "CP1", hash: hash))
        #expect(memory.opens(password, for: "CP1", hash: hash))
    }

    @Test func `what is remembered is this password for this station`() throws {
        let memory = try VerifiedPasswords()
        #expect(memory.opens(password, for: "CP1", hash: hash))
        #expect(!memory.remembers(password, for: "CP2", hash: hash))
        #expect(!memory.remembers(password + [1], for: "CP1", hash: hash))
        #expect(!memory.opens(password + [1], for: "CP1", hash: hash))
    }

    @Test func `a wrong password is not remembered and does not displace the right one`() throws {
        let memory = try VerifiedPasswords()
        #expect(!memory.opens([1], for: "CP1", hash: hash))
        #expect(memory.count == 0)
        #expect(memory.opens(password, for: "CP1", hash: hash))
        #expect(!memory.opens([1], for: "CP1", hash: hash))
        #expect(memory.remembers(password, for: "CP1", hash: hash))
    }

    @Test func `the old password is worth nothing once the hash has changed`() throws {
        let memory = try VerifiedPasswords()
        #expect(memory.opens(password, for: "CP1", hash: hash))
        let new = try PasswordHash.make([9, 9, 9], cost: PasswordHashTests.quick)
        #expect(!memory.remembers(password, for: "CP1", hash: new))
        #expect(!memory.opens(password, for: "CP1", hash: new))
        #expect(memory.opens([9, 9, 9], for: "CP1", hash: new))
        #expect(memory.count == 1)
    }

    @Test func `a station that is forgotten is computed again`() throws {
        let memory = try VerifiedPasswords()
        #expect(memory.opens(password, for: "CP1", hash: hash))
        memory.forget("CP1")
        #expect(!memory.remembers(password, for: "CP1", hash: hash))
    }

    @Test func `it remembers no more stations than it may`() throws {
        let memory = try VerifiedPasswords(limit: 3)
        for number in 1...10 { #expect(memory.opens(password, for: "CP\(number)", hash: hash)) }
        #expect(memory.count == 3)
        #expect(memory.remembers(password, for: "CP10", hash: hash))
    }
}
