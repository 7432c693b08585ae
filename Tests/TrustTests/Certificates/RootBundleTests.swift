import Testing

@testable import Trust

/// What may become a root of a connection to somebody else.
struct RootBundleTests {
    private static let now: Int64 = 1_780_000_000
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private static func root(_ name: String = "Root") throws -> Certificate {
        try SiteCA.create(site: name, at: now).certificate
    }

    @Test func `roots come back from their file as they were`() throws {
        #expect(try RootBundle.load(scratch.file("roots.pem")) == RootBundle())
        var bundle = RootBundle()
        for name in ["A", "B"] { try bundle.add(Self.root(name), at: Self.now) }
        try bundle.save(scratch.file("roots.pem"))
        #expect(try RootBundle.load(scratch.file("roots.pem")) == bundle)
        #expect(bundle.without(bundle.certificates[0]).certificates == [bundle.certificates[1]])
    }

    @Test func `a root that is there already takes no second place`() throws {
        var bundle = RootBundle()
        let root = try Self.root()
        for _ in 0..<2 { try bundle.add(root, at: Self.now) }
        #expect(bundle.certificates == [root])
    }

    @Test func `what is no root, not good now or one too many is refused`() throws {
        let authority = try SiteCA.create(site: "Root", at: Self.now)
        let server = try authority.issueServer([#require(ServerName("a.example"))], at: Self.now)
        var bundle = RootBundle()
        #expect(throws: TrustError.self) {
            try bundle.add(try Certificate.chain(pem: server.chainPEM)[0], at: Self.now)
        }
        for moment in [authority.certificate.notBefore - 1, authority.certificate.notAfter] {
            #expect(throws: TrustError.self) { try bundle.add(authority.certificate, at: moment) }
        }
        #expect(bundle.certificates == [])
        for number in 0..<RootBundle.most { try bundle.add(Self.root("Root \(number)"), at: Self.now) }
        #expect(throws: TrustError.self) { try bundle.add(authority.certificate, at: Self.now) }
        #expect(bundle.certificates.count == RootBundle.most)
    }
}
