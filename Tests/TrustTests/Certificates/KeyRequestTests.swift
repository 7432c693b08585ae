import Testing

@testable import Trust

@Suite struct KeyRequestTests {
    private let authority: SiteCA

    init() throws { authority = try SiteCA.create(site: "Cloud", at: noon) }

    @Test func `a request asks for what it says, and a CA can sign it`() throws {
        let request = try KeyRequest.make(commonName: "SN-7", organisation: "Joulo")
        let read = try SigningRequest.inspect(request.requestPEM)
        #expect(read.subject.description == "O=Joulo, CN=SN-7")
        #expect(read.key.description == "EC prime256v1")
        let chain = try authority.sign(read, days: 30, serial: .random(), at: noon).chainPEM
        #expect(try KeyIdentity(chainPEM: chain, for: request).chain[0].subject.commonName == "SN-7")
        #expect(try KeyRequest.make(commonName: "SN-7", organisation: nil).requestPEM != request.requestPEM)
    }

    @Test func `a certificate for another key is none for this one`() throws {
        let request = try KeyRequest.make(commonName: "SN-7", organisation: nil)
        let other = try KeyRequest.make(commonName: "SN-7", organisation: nil)
        let chain = try authority.sign(.inspect(other.requestPEM), days: 30, serial: .random(), at: noon).chainPEM
        let error = #expect(throws: TrustError.self) { try KeyIdentity(chainPEM: chain, for: request) }
        #expect(error?.reason == .unsuitableKey)
        #expect(throws: TrustError.self) { try KeyIdentity(chainPEM: "x", for: request) }
    }

    @Test func `both come back from their files as they were`() throws {
        let folder = try Scratch()
        let (first, second) = (folder.file("request.pem"), folder.file("identity.pem"))
        #expect(try KeyRequest.load(first) == nil && KeyIdentity.load(second) == nil)
        let request = try KeyRequest.make(commonName: "SN-7", organisation: nil)
        try request.save(first)
        let back = try #require(try KeyRequest.load(first))
        #expect(back.requestPEM == request.requestPEM && back.privateKeyPEM == request.privateKeyPEM)
        let chain = try authority.sign(.inspect(request.requestPEM), days: 30, serial: .random(), at: noon).chainPEM
        let identity = try KeyIdentity(chainPEM: chain + authority.certificate.pem, for: back)
        try identity.save(second)
        #expect(try KeyIdentity.load(second)?.chain == identity.chain)
        #expect(try folder.mode("request.pem") == 0o600 && folder.mode("identity.pem") == 0o600)
        #expect(throws: TrustError.self) { try KeyRequest.load(second) }
        #expect(throws: TrustError.self) { try KeyIdentity.load(first) }
    }

    @Test func `what is printed shows no key`() throws {
        let request = try KeyRequest.make(commonName: "SN-7", organisation: nil)
        #expect("\(request)" == "a signing request with its private key")
        let chain = try authority.sign(.inspect(request.requestPEM), days: 30, serial: .random(), at: noon).chainPEM
        #expect("\(try KeyIdentity(chainPEM: chain, for: request))" == "CN=SN-7 with its private key")
    }

    @Test func `a name that X_509 has no room for is an error`() {
        #expect(throws: TrustError.self) {
            try KeyRequest.make(commonName: String(repeating: "x", count: 65), organisation: nil)
        }
    }
}
