package import Charging

/// Decides about tags by what the configuration says; works without any cloud.
package struct ConfiguredAuthorizer: Authorizer {
    /// `nil` means everyone.
    private let listed: Set<String>?

    package init(listed: [String]?) {
        self.listed = listed.map { Set($0.map(Self.normal)) }
    }

    package init(_ section: AuthorizationSection) {
        self.init(listed: section.accept == .listed ? section.tags : nil)
    }

    package func authorize(_ tag: String?, at station: StationID, evse: Int?) async -> AuthorizationVerdict {
        guard let listed else { return AuthorizationVerdict(status: .accepted, source: .policy) }
        let isListed = tag.map { listed.contains(Self.normal($0)) } ?? false
        return AuthorizationVerdict(status: isListed ? .accepted : .invalid, source: .list)
    }

    /// Tags do not differ by case (OCPP 1.6, section 4.1), and some readers add spaces.
    private static func normal(_ tag: String) -> String {
        String(tag.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()).lowercased()
    }
}
