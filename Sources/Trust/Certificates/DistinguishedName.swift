internal import COpenSSL

/// Whom a certificate is for, or who issued it.
package struct DistinguishedName: Hashable, Sendable, CustomStringConvertible {
    /// `nil` when there is none, or more than one: a name that can be read in two ways proves nothing.
    package let commonName: String?
    package let organisation: String?
    /// All parts in their order, such as `O=Joulo, CN=CP1`. For people; not to be compared.
    package let description: String

    init(borrowing name: OpaquePointer?) {
        commonName = unsafe Self.only(NID_commonName, of: name)
        organisation = unsafe Self.only(NID_organizationName, of: name)
        let parts = unsafe (0..<max(0, X509_NAME_entry_count(name))).map { index in
            let entry = unsafe X509_NAME_get_entry(name, index)
            let nid = unsafe OBJ_obj2nid(X509_NAME_ENTRY_get_object(entry))
            let label = unsafe OBJ_nid2sn(nid).map { unsafe String(cString: $0) } ?? "?"
            return "\(label)=\(unsafe Self.text(of: entry).map(Self.printable) ?? "?")"
        }
        description = parts.joined(separator: ", ")
    }

    private static func only(_ nid: CInt, of name: OpaquePointer?) -> String? {
        let index = unsafe X509_NAME_get_index_by_NID(name, nid, -1)
        guard index >= 0, unsafe X509_NAME_get_index_by_NID(name, nid, index) < 0 else { return nil }
        return unsafe text(of: X509_NAME_get_entry(name, index))
    }

    private static func text(of entry: OpaquePointer?) -> String? {
        var bytes: UnsafeMutablePointer<UInt8>?
        let count = unsafe ASN1_STRING_to_UTF8(&bytes, X509_NAME_ENTRY_get_data(entry))
        defer { unsafe CRYPTO_free(bytes, #file, #line) }
        guard count >= 0, let bytes = unsafe bytes else {
            ERR_clear_error()
            return nil
        }
        return unsafe String(validating: UnsafeBufferPointer(start: bytes, count: Int(count)), as: UTF8.self)
    }

    /// A name from outside must not move the cursor of a terminal or end a line of a log.
    private static func printable(_ text: String) -> String {
        String(
            String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.generalCategory == .control ? "?" : $0 }))
    }
}
