internal import COpenSSL

extension SiteCA {
    /// Signs the list of what is revoked. Certificates that have run out by themselves need not stand in it.
    ///
    /// - Parameters:
    ///   - number: greater than in any list before.
    ///   - nextUpdate: seconds since 1970; after it, nobody believes the list any more.
    package func revocationList(
        _ revoked: [RevokedCertificate], number: Int64, at now: Int64, nextUpdate: Int64
    ) throws(TrustError) -> RevocationList {
        guard let pointer = unsafe X509_CRL_new() else { throw .library("begin a revocation list") }
        let list = unsafe CRLHandle(owning: pointer)
        let issuer = try X509Handle(certificate)
        try check(unsafe X509_CRL_set_version(list.pointer, 1), "begin a revocation list")
        try check(
            unsafe X509_CRL_set_issuer_name(list.pointer, X509_get_subject_name(issuer.pointer)),
            "write the name of the issuer")
        try setDates(of: list, now - Self.backdating, nextUpdate)
        for one in revoked { try add(one, to: list) }
        try check(unsafe X509_CRL_sort(list.pointer), "sort a revocation list")
        try addExtensions(to: list, number, issuer)
        guard unsafe X509_CRL_sign(list.pointer, key.pointer, EVP_sha256()) > 0 else {
            throw .library("sign a revocation list")
        }
        return try RevocationList(der: try unsafe encode("a revocation list") { unsafe i2d_X509_CRL(pointer, $0) })
    }

    private func setDates(of list: borrowing CRLHandle, _ from: Int64, _ until: Int64) throws(TrustError) {
        guard let time = unsafe ASN1_TIME_new() else { throw .library("write a date") }
        defer { unsafe ASN1_TIME_free(time) }
        try unsafe setTime(time, from)
        try check(unsafe X509_CRL_set1_lastUpdate(list.pointer, time), "write a date")
        try unsafe setTime(time, until)
        try check(unsafe X509_CRL_set1_nextUpdate(list.pointer, time), "write a date")
    }

    private func add(_ revoked: RevokedCertificate, to list: borrowing CRLHandle) throws(TrustError) {
        guard let entry = unsafe X509_REVOKED_new() else { throw .library("revoke a certificate") }
        do throws(TrustError) {
            let number = try unsafe revoked.serialNumber.asn1
            defer { unsafe ASN1_INTEGER_free(number) }
            try check(unsafe X509_REVOKED_set_serialNumber(entry, number), "revoke a certificate")
            guard let time = unsafe ASN1_TIME_new() else { throw .library("write a date") }
            defer { unsafe ASN1_TIME_free(time) }
            try unsafe setTime(time, revoked.at)
            try check(unsafe X509_REVOKED_set_revocationDate(entry, time), "revoke a certificate")
            // The list owns the entry from here on.
            try check(unsafe X509_CRL_add0_revoked(list.pointer, entry), "revoke a certificate")
        } catch {
            unsafe X509_REVOKED_free(entry)
            throw error
        }
    }

    private func addExtensions(
        to list: borrowing CRLHandle, _ number: Int64, _ issuer: borrowing X509Handle
    ) throws(TrustError) {
        guard let value = unsafe ASN1_INTEGER_new() else { throw .library("number a revocation list") }
        defer { unsafe ASN1_INTEGER_free(value) }
        try check(unsafe ASN1_INTEGER_set_int64(value, number), "number a revocation list")
        try check(unsafe X509_CRL_add1_ext_i2d(list.pointer, NID_crl_number, value, 0, 0), "number a revocation list")
        var context = unsafe X509V3_CTX()
        unsafe X509V3_set_ctx(&context, issuer.pointer, nil, nil, list.pointer, 0)
        guard
            let made = unsafe X509V3_EXT_conf_nid(nil, &context, NID_authority_key_identifier, "keyid:always")
        else { throw .library("name the key of a revocation list") }
        defer { unsafe X509_EXTENSION_free(made) }
        try check(unsafe X509_CRL_add_ext(list.pointer, made, -1), "name the key of a revocation list")
    }
}
