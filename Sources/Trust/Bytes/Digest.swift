internal import COpenSSL

/// The hash functions of SHA-2.
package enum Digest: String, Codable, Hashable, Sendable, CaseIterable {
    case sha256 = "SHA256"
    case sha384 = "SHA384"
    case sha512 = "SHA512"

    package func hash(_ bytes: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: size)
        let result = unsafe EVP_Digest(bytes, bytes.count, &digest, nil, algorithm, nil)
        precondition(result == 1, "SHA-2 is part of every libcrypto")
        return digest
    }

    package var size: Int {
        switch self {
        case .sha256: 32
        case .sha384: 48
        case .sha512: 64
        }
    }

    var algorithm: OpaquePointer {
        switch self {
        case .sha256: unsafe EVP_sha256()
        case .sha384: unsafe EVP_sha384()
        case .sha512: unsafe EVP_sha512()
        }
    }
}

/// HMAC-SHA256, RFC 2104: a mark that only the holder of the key can make or check.
package enum HMACSHA256 {
    package static func mark(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
        var mark = [UInt8](repeating: 0, count: 32)
        let result = unsafe HMAC(EVP_sha256(), key, CInt(key.count), message, message.count, &mark, nil)
        unsafe precondition(result != nil, "HMAC-SHA256 is part of every libcrypto")
        return mark
    }

    /// Takes the same time whether the first or the last byte is wrong.
    package static func verify(_ mark: [UInt8], of message: [UInt8], key: [UInt8]) -> Bool {
        ConstantTime.areEqual(mark, Self.mark(message, key: key))
    }
}
