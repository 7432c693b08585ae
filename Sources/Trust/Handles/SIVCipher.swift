internal import COpenSSL

/// AES-SIV under one key, RFC 5297. The form is the RFC's: 16 bytes of synthetic IV, then the ciphertext.
///
/// Setting a key up takes longer than sealing a tag, and a context is good for one message only. So a keyed context
/// for each direction is made once and copied for every message. Nothing changes the two after `init`, which is what
/// makes sharing them between threads sound.
@safe final class SIVCipher: @unchecked Sendable {
    private static let tagBytes = 16

    private let sealing: OpaquePointer
    private let opening: OpaquePointer

    /// - Parameter key: 64 bytes for AES-256, or 32 for AES-128, which the RFC's examples are of.
    init(key: [UInt8]) throws(TrustError) {
        precondition(key.count == 64 || key.count == 32)
        let name = "AES-\(key.count * 4)-SIV"
        guard let cipher = unsafe EVP_CIPHER_fetch(nil, name, nil) else { throw .library("find the cipher \(name)") }
        defer { unsafe EVP_CIPHER_free(cipher) }
        guard let sealing = unsafe EVP_CIPHER_CTX_new(), let opening = unsafe EVP_CIPHER_CTX_new() else {
            throw .library("set up \(name)")
        }
        unsafe self.sealing = sealing
        unsafe self.opening = opening
        try check(unsafe EVP_EncryptInit_ex(sealing, cipher, nil, key, nil), "set up \(name)")
        try check(unsafe EVP_DecryptInit_ex(opening, cipher, nil, key, nil), "set up \(name)")
    }

    deinit {
        unsafe EVP_CIPHER_CTX_free(sealing)
        unsafe EVP_CIPHER_CTX_free(opening)
    }

    /// Neither the message nor an associated string may be empty: libcrypto before 3.0.10 leaves empty ones out.
    /// Once the key is set up, only a lack of memory stops libcrypto from sealing.
    func seal(_ message: [UInt8], with associated: [[UInt8]]) -> [UInt8] {
        precondition(!message.isEmpty && !associated.contains([]))
        let context = unsafe EVP_CIPHER_CTX_new()
        defer { unsafe EVP_CIPHER_CTX_free(context) }
        var (ciphertext, tag) = ([UInt8](repeating: 0, count: message.count), Self.emptyTag)
        var count: CInt = 0
        var isDone = unsafe EVP_CIPHER_CTX_copy(context, sealing) == 1
        for part in associated {
            isDone = unsafe isDone && EVP_EncryptUpdate(context, nil, &count, part, CInt(part.count)) == 1
        }
        isDone = unsafe isDone && EVP_EncryptUpdate(context, &ciphertext, &count, message, CInt(message.count)) == 1
        isDone = unsafe isDone && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, CInt(Self.tagBytes), &tag) == 1
        precondition(isDone, "AES-SIV failed")
        return tag + ciphertext
    }

    func open(_ sealed: [UInt8], with associated: [[UInt8]]) -> [UInt8]? {
        guard sealed.count > Self.tagBytes else { return nil }
        let context = unsafe EVP_CIPHER_CTX_new()
        defer { unsafe EVP_CIPHER_CTX_free(context) }
        var tag = Array(sealed[..<Self.tagBytes])
        let ciphertext = Array(sealed[Self.tagBytes...])
        var message = [UInt8](repeating: 0, count: ciphertext.count)
        var count: CInt = 0
        var isDone = unsafe EVP_CIPHER_CTX_copy(context, opening) == 1
        isDone = unsafe isDone && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, CInt(tag.count), &tag) == 1
        for part in associated {
            isDone = unsafe isDone && EVP_DecryptUpdate(context, nil, &count, part, CInt(part.count)) == 1
        }
        isDone = unsafe isDone && EVP_DecryptUpdate(context, &message, &count, ciphertext, CInt(ciphertext.count)) == 1
        ERR_clear_error()
        return isDone ? message : nil
    }

    private static var emptyTag: [UInt8] { [UInt8](repeating: 0, count: tagBytes) }
}
